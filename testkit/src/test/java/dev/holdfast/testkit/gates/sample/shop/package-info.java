/** A made-up module for ModulesTest. */
@NullMarked
package dev.holdfast.testkit.gates.sample.shop;

import org.jspecify.annotations.NullMarked;
