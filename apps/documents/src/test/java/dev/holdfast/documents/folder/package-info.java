/** Folders and titles, with the file names that go wrong. */
@NullMarked
package dev.holdfast.documents.folder;

import org.jspecify.annotations.NullMarked;
