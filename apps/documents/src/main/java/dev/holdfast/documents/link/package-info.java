/** Share links: whoever has one may read one document, until it expires or is revoked. */
@NullMarked
package dev.holdfast.documents.link;

import org.jspecify.annotations.NullMarked;
