/** Ordered small batches from a server, each applied to the local database exactly once. */
@NullMarked
package dev.holdfast.buckia.inbound;

import org.jspecify.annotations.NullMarked;
