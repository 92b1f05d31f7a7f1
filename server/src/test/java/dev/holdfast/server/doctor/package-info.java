/** Doctor against real parts. */
@NullMarked
package dev.holdfast.server.doctor;

import org.jspecify.annotations.NullMarked;
