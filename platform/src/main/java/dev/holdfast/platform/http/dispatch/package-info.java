/** What every request to a handler passes through: access rules, checks of the query, and the way out as a problem. */
@NullMarked
package dev.holdfast.platform.http.dispatch;

import org.jspecify.annotations.NullMarked;
