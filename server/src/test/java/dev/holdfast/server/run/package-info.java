/** The program as a start makes it. */
@NullMarked
package dev.holdfast.server.run;

import org.jspecify.annotations.NullMarked;
