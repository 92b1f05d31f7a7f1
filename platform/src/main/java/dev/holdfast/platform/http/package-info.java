/** How Holdfast speaks HTTP, once for all apps (docs/formats/http.md). */
@NullMarked
package dev.holdfast.platform.http;

import org.jspecify.annotations.NullMarked;
