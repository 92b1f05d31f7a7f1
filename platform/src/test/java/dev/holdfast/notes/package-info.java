/** The smallest app there can be, so that the change feed has something to carry in its tests. */
@NullMarked
package dev.holdfast.notes;

import org.jspecify.annotations.NullMarked;
