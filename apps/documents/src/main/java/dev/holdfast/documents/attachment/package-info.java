/** Files that belong to documents: uploaded past the program, listed, downloaded, deleted. */
@NullMarked
package dev.holdfast.documents.attachment;

import org.jspecify.annotations.NullMarked;
