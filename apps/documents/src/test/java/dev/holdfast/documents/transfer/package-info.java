/** Tests over HTTP of what this package serves. */
@NullMarked
package dev.holdfast.documents.transfer;

import org.jspecify.annotations.NullMarked;
