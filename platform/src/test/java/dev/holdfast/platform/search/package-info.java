/** Full text, asked of a real PostgreSQL. */
@NullMarked
package dev.holdfast.platform.search;

import org.jspecify.annotations.NullMarked;
