/** Tests over HTTP of what this package serves. */
@NullMarked
package dev.holdfast.documents.generate;

import org.jspecify.annotations.NullMarked;
