/** The live states of documents: what browsers that write one together keep beside it (docs/formats/live-editing.md). */
@NullMarked
package dev.holdfast.documents.live;

import org.jspecify.annotations.NullMarked;
