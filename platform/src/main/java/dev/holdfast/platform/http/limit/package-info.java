/** How rate limits are counted: in memory, or by all nodes together through PostgreSQL or Redis. */
@NullMarked
package dev.holdfast.platform.http.limit;

import org.jspecify.annotations.NullMarked;
