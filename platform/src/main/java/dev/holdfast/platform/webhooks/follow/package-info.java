/** Turns what the change feed tells into events of webhooks. */
@NullMarked
package dev.holdfast.platform.webhooks.follow;

import org.jspecify.annotations.NullMarked;
