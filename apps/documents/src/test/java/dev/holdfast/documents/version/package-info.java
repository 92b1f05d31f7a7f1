/** Tests of versions over HTTP. */
@NullMarked
package dev.holdfast.documents.version;

import org.jspecify.annotations.NullMarked;
