/** Sessions: signing up, in and out, refresh tokens that rotate, and what slows down those who guess. */
@NullMarked
package dev.holdfast.platform.identity.session;

import org.jspecify.annotations.NullMarked;
