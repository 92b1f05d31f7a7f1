/** How JSON is read and written: strictly, times in one form, nothing that PostgreSQL couldn't store. */
@NullMarked
package dev.holdfast.platform.http.json;

import org.jspecify.annotations.NullMarked;
