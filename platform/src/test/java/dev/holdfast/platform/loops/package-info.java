/** Loops whose rounds fail. */
@NullMarked
package dev.holdfast.platform.loops;

import org.jspecify.annotations.NullMarked;
