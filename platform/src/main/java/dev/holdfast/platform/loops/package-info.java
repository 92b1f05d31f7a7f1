/** Work that a node does over and over beside its requests. */
@NullMarked
package dev.holdfast.platform.loops;

import org.jspecify.annotations.NullMarked;
