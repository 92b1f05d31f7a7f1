/** Looks at each part that an installation rests on and says what is wrong, whether or not the program runs. */
@NullMarked
package dev.holdfast.server.doctor;

import org.jspecify.annotations.NullMarked;
