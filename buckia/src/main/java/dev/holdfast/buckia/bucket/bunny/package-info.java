/** Bunny.net Edge Storage over its HTTP interface. */
@NullMarked
package dev.holdfast.buckia.bucket.bunny;

import org.jspecify.annotations.NullMarked;
