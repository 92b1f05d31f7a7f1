/** How the API describes itself: every route with its rule, its parameters, its shapes and its problems. */
@NullMarked
package dev.holdfast.platform.http.openapi;

import org.jspecify.annotations.NullMarked;
