/** The second factor: codes of an authenticator app (TOTP, RFC 6238) that are asked for after a right password. */
@NullMarked
package dev.holdfast.platform.identity.secondfactor;

import org.jspecify.annotations.NullMarked;
