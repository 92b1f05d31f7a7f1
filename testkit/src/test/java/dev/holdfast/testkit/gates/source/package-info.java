/** Shows that the tidy gate fails when it should. */
@NullMarked
package dev.holdfast.testkit.gates.source;

import org.jspecify.annotations.NullMarked;
