/** Webhooks over HTTP. */
@NullMarked
package dev.holdfast.platform.webhooks.endpoint;

import org.jspecify.annotations.NullMarked;
