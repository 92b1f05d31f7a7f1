/** Folders of files as documents and attachments, and how their paths are titles; pure, no database. */
@NullMarked
package dev.holdfast.documents.folder;

import org.jspecify.annotations.NullMarked;
