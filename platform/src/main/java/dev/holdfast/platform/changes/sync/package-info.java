/** Pulls the feed over HTTP by cursors that never skip (docs/formats/change-feed.md, Reading). */
@NullMarked
package dev.holdfast.platform.changes.sync;

import org.jspecify.annotations.NullMarked;
