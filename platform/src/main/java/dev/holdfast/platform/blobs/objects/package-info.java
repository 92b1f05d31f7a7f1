/** The object store, in the one language that it speaks: S3. */
@NullMarked
package dev.holdfast.platform.blobs.objects;

import org.jspecify.annotations.NullMarked;
