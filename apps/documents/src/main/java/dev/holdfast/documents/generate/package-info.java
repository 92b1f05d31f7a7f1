/** Questions to models about one's own documents. */
@NullMarked
package dev.holdfast.documents.generate;

import org.jspecify.annotations.NullMarked;
