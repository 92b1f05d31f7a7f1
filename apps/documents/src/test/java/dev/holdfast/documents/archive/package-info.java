/** Archives: round trips of made-up and real workspaces, and zips that somebody made to hurt. */
@NullMarked
package dev.holdfast.documents.archive;

import org.jspecify.annotations.NullMarked;
