/** The commands as people give them, against a real running program. */
@NullMarked
package dev.holdfast.server.transfer;

import org.jspecify.annotations.NullMarked;
