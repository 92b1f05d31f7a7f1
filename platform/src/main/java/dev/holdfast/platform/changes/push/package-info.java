/** Takes what clients wrote while they were away (docs/formats/change-feed.md, Writing). */
@NullMarked
package dev.holdfast.platform.changes.push;

import org.jspecify.annotations.NullMarked;
