/** Notices who asks for what belongs to spaces of others. */
@NullMarked
package dev.holdfast.platform.trespass;

import org.jspecify.annotations.NullMarked;
