/** A made-up module for ModulesTest. */
@NullMarked
package dev.holdfast.testkit.gates.sample.lending;

import org.jspecify.annotations.NullMarked;
