/** Changes the program's keys while it runs, and seals again what lies under older ones. */
@NullMarked
package dev.holdfast.platform.secrets.rotation;

import org.jspecify.annotations.NullMarked;
