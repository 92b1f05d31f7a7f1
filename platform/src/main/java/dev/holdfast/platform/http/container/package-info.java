/** How the servlet container is set up, and how its own refusals become problems. */
@NullMarked
package dev.holdfast.platform.http.container;

import org.jspecify.annotations.NullMarked;
