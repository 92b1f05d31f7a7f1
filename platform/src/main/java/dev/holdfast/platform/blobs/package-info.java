/** Bytes in object storage, known by rows: uploaded and downloaded past the program, checked before a row relies on them. */
@NullMarked
package dev.holdfast.platform.blobs;

import org.jspecify.annotations.NullMarked;
