/** Whole workspaces as archives: out into a zip and back in, byte for byte, as jobs (docs/formats/workspace-archive.md). */
@NullMarked
package dev.holdfast.documents.transfer;

import org.jspecify.annotations.NullMarked;
