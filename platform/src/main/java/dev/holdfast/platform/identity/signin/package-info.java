/** Signing up and in with e-mail address and password, and what slows down those who guess. */
@NullMarked
package dev.holdfast.platform.identity.signin;

import org.jspecify.annotations.NullMarked;
