/** Access tokens: short-lived JWTs that any node, and others by the JWKS, can verify without asking the database. */
@NullMarked
package dev.holdfast.platform.identity.token;

import org.jspecify.annotations.NullMarked;
