/** Buckets of Backblaze B2 over its native interface. */
@NullMarked
package dev.holdfast.buckia.bucket.b2;

import org.jspecify.annotations.NullMarked;
