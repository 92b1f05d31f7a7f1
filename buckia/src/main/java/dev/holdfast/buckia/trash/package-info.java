/** What was overwritten or deleted in the bucket, and how it comes back: {@code docs/formats/bucket-layout.md}. */
@NullMarked
package dev.holdfast.buckia.trash;

import org.jspecify.annotations.NullMarked;
