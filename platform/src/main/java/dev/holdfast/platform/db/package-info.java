/** Transactions under row-level security, migrations, and the pool that both use. */
@NullMarked
package dev.holdfast.platform.db;

import org.jspecify.annotations.NullMarked;
