/** The one notion of tenant: spaces, their members, and what their roles may do. */
@NullMarked
package dev.holdfast.platform.spaces;

import org.jspecify.annotations.NullMarked;
