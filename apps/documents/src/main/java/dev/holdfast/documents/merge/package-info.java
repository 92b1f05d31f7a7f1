/** Three-way merges of documents' contents, and unified diffs between two of them; pure, no database. */
@NullMarked
package dev.holdfast.documents.merge;

import org.jspecify.annotations.NullMarked;
