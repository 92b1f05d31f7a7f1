/** Tells other programs what happens in a space: signed, retried, replayable. */
@NullMarked
package dev.holdfast.platform.webhooks;

import org.jspecify.annotations.NullMarked;
