/** Files that travel as sealed pieces, without name or size. */
@NullMarked
package dev.holdfast.buckia.pieces;

import org.jspecify.annotations.NullMarked;
