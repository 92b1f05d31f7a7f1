/** Workspaces as zip files (docs/formats/workspace-archive.md) and folders of files to import; pure, no database. */
@NullMarked
package dev.holdfast.documents.archive;

import org.jspecify.annotations.NullMarked;
