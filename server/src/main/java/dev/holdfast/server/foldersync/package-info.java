/** Keeps a folder of files and a workspace in step, by the sync protocol (docs/formats/change-feed.md, docs/formats/folder-state.md). */
@NullMarked
package dev.holdfast.server.foldersync;

import org.jspecify.annotations.NullMarked;
