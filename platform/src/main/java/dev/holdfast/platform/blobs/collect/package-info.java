/** Gives back what no row wants any more, and nothing that one does (docs/formats/blobs.md). */
@NullMarked
package dev.holdfast.platform.blobs.collect;

import org.jspecify.annotations.NullMarked;
