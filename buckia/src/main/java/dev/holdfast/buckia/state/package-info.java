/** What this device knows from its last sync, in a SQLite file beside the files. */
@NullMarked
package dev.holdfast.buckia.state;

import org.jspecify.annotations.NullMarked;
