/** How a file's content travels that isn't simply one object at its own path. */
@NullMarked
package dev.holdfast.buckia.carry;

import org.jspecify.annotations.NullMarked;
