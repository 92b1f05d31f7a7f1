/** Writing one document together, over HTTP: the live state and who is there (docs/formats/live-editing.md). */
@NullMarked
package dev.holdfast.documents.editing;

import org.jspecify.annotations.NullMarked;
