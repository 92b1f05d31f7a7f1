/** The command line. */
@NullMarked
package dev.holdfast.buckia.command;

import org.jspecify.annotations.NullMarked;
