/** Tests over HTTP of what this package serves. */
@NullMarked
package dev.holdfast.documents.link;

import org.jspecify.annotations.NullMarked;
