/** Lets go, once a day, of tombstones and of remembered mutations that are old enough. */
@NullMarked
package dev.holdfast.platform.changes.retention;

import org.jspecify.annotations.NullMarked;
