/** Jobs by the calendar: declared by the parts that do them, changed and run by an administrator, one node runs each. */
@NullMarked
package dev.holdfast.platform.jobs.schedules;

import org.jspecify.annotations.NullMarked;
