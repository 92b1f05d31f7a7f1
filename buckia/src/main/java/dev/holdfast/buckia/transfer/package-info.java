/** How what is sent gets there: side by side, in parts, and not over what somebody else put there. */
@NullMarked
package dev.holdfast.buckia.transfer;

import org.jspecify.annotations.NullMarked;
