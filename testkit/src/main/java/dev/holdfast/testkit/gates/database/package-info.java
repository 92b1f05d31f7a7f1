/** Gates over a migrated database: its schema as text, row-level security, and every statement planned. */
@NullMarked
package dev.holdfast.testkit.gates.database;

import org.jspecify.annotations.NullMarked;
