/** Tells clients as it happens that there is something to pull (docs/formats/change-feed.md, The stream). */
@NullMarked
package dev.holdfast.platform.changes.stream;

import org.jspecify.annotations.NullMarked;
