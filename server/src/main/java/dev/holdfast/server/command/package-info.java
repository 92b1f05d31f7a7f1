/** The commands of {@code ./holdfast}, one class each. */
@NullMarked
package dev.holdfast.server.command;

import org.jspecify.annotations.NullMarked;
