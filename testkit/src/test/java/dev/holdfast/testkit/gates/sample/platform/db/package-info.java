/** A made-up module for ModulesTest. */
@NullMarked
package dev.holdfast.testkit.gates.sample.platform.db;

import org.jspecify.annotations.NullMarked;
