/** The gates: rules about the repository, its classes and its database, each of which returns what breaks it. */
@NullMarked
package dev.holdfast.testkit.gates;

import org.jspecify.annotations.NullMarked;
