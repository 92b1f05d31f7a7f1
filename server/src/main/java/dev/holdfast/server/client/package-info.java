/** Speaks to a Holdfast server over HTTP, as any outside client would. */
@NullMarked
package dev.holdfast.server.client;

import org.jspecify.annotations.NullMarked;
