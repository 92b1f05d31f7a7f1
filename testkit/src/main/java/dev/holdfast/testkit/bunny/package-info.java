/** A storage zone of Bunny, with its limits, throttles and gaps. */
@NullMarked
package dev.holdfast.testkit.bunny;

import org.jspecify.annotations.NullMarked;
