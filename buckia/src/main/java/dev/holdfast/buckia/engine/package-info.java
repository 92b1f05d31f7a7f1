/** One sync from beginning to end: look at both sides, plan, guard, transfer, publish. */
@NullMarked
package dev.holdfast.buckia.engine;

import org.jspecify.annotations.NullMarked;
