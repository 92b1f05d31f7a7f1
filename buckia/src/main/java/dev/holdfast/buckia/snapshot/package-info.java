/** Consistent snapshots of SQLite files, their page deltas, and their restore. */
@NullMarked
package dev.holdfast.buckia.snapshot;

import org.jspecify.annotations.NullMarked;
