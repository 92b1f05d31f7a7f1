/** The change feed: numbers marks after their commit, tells who follows, keeps tombstones (docs/formats/change-feed.md). */
@NullMarked
package dev.holdfast.platform.changes;

import org.jspecify.annotations.NullMarked;
