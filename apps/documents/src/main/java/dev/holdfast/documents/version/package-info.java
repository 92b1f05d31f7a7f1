/** The states that documents had: kept by hand or by themselves, shown, compared, brought back, thinned. */
@NullMarked
package dev.holdfast.documents.version;

import org.jspecify.annotations.NullMarked;
