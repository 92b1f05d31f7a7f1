/** A directory and a bucket, kept in step: the library's front door. */
@NullMarked
package dev.holdfast.buckia;

import org.jspecify.annotations.NullMarked;
