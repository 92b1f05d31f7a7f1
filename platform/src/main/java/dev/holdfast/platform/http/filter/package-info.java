/** What every request passes before a handler is looked for: its id, its size, its headers, its line in the log. */
@NullMarked
package dev.holdfast.platform.http.filter;

import org.jspecify.annotations.NullMarked;
