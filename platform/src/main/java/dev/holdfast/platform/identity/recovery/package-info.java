/** Recovery codes: what opens an account when nothing else does. */
@NullMarked
package dev.holdfast.platform.identity.recovery;

import org.jspecify.annotations.NullMarked;
