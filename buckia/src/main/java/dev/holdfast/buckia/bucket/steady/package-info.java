/** Wrappers that any bucket can have: retries with backoff, limits a second, counts. */
@NullMarked
package dev.holdfast.buckia.bucket.steady;

import org.jspecify.annotations.NullMarked;
