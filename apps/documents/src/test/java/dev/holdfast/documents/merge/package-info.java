/** Merges and diffs, on examples, random edits and real chains of versions. */
@NullMarked
package dev.holdfast.documents.merge;

import org.jspecify.annotations.NullMarked;
