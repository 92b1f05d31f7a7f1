/** Tests of the package of the same name. */
@NullMarked
package dev.holdfast.platform.audit.trail;

import org.jspecify.annotations.NullMarked;
