/** Sessions and their refresh tokens, which are good once. */
@NullMarked
package dev.holdfast.platform.identity.session;

import org.jspecify.annotations.NullMarked;
