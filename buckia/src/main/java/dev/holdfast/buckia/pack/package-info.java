/** Immutable, content-named packs of pages and pieces, and their collection. */
@NullMarked
package dev.holdfast.buckia.pack;

import org.jspecify.annotations.NullMarked;
