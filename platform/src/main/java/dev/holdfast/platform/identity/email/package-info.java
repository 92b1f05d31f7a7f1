/** What happens by mailed links: proving an address, changing it, and setting a password that was forgotten. */
@NullMarked
package dev.holdfast.platform.identity.email;

import org.jspecify.annotations.NullMarked;
