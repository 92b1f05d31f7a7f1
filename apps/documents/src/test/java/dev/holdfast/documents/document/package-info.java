/** Tests of documents over HTTP. */
@NullMarked
package dev.holdfast.documents.document;

import org.jspecify.annotations.NullMarked;
