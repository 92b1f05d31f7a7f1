/** What the program writes for people and for other programs: JSON, progress, logs. */
@NullMarked
package dev.holdfast.buckia.command.output;

import org.jspecify.annotations.NullMarked;
