/** A made-up module for ModulesTest. */
@NullMarked
package dev.holdfast.testkit.gates.sample.stray;

import org.jspecify.annotations.NullMarked;
