/** The program: its command line and its composition. */
@NullMarked
package dev.holdfast.server;

import org.jspecify.annotations.NullMarked;
