/** Shows that each gate fails when it should. */
@NullMarked
package dev.holdfast.testkit.gates;

import org.jspecify.annotations.NullMarked;
