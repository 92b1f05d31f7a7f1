/** How a request that is sent twice has its effect once and its answer twice (docs/formats/http.md). */
@NullMarked
package dev.holdfast.platform.http.idempotency;

import org.jspecify.annotations.NullMarked;
