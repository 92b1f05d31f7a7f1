/** Starts the parts in their order and stops them in the opposite one. */
@NullMarked
package dev.holdfast.server.run;

import org.jspecify.annotations.NullMarked;
