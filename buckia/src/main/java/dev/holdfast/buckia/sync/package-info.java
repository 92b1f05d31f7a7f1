/** The plan, a pure function of base, local and remote, and its execution. */
@NullMarked
package dev.holdfast.buckia.sync;

import org.jspecify.annotations.NullMarked;
