/** Shows that each gate over a database fails when it should. */
@NullMarked
package dev.holdfast.testkit.gates.database;

import org.jspecify.annotations.NullMarked;
