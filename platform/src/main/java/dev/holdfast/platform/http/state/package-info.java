/** How the server tells whether it lives, whether it is ready, and what it measures. */
@NullMarked
package dev.holdfast.platform.http.state;

import org.jspecify.annotations.NullMarked;
