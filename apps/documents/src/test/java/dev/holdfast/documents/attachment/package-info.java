/** Tests over HTTP of what this package serves. */
@NullMarked
package dev.holdfast.documents.attachment;

import org.jspecify.annotations.NullMarked;
