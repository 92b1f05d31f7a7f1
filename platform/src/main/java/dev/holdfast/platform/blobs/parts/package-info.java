/** Uploads that are sent in parts, so that a broken connection costs a part and not the whole. */
@NullMarked
package dev.holdfast.platform.blobs.parts;

import org.jspecify.annotations.NullMarked;
