/** A folder of the local file system as a bucket. */
@NullMarked
package dev.holdfast.buckia.bucket.local;

import org.jspecify.annotations.NullMarked;
