/** Live states over HTTP: every combination of epochs and etags, races, and clients that know only ETags. */
@NullMarked
package dev.holdfast.documents.editing;

import org.jspecify.annotations.NullMarked;
