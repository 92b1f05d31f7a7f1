/** Who did or saw what: append-only, sealed in batches by a keyed chain. */
@NullMarked
package dev.holdfast.platform.audit;

import org.jspecify.annotations.NullMarked;
