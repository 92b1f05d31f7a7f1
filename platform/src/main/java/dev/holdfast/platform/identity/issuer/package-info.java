/** Outside issuers: bearer tokens that they sign, and signing in with them by OpenID Connect. */
@NullMarked
package dev.holdfast.platform.identity.issuer;

import org.jspecify.annotations.NullMarked;
