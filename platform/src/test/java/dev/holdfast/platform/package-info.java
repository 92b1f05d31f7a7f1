/** Tests of the package of the same name. */
@NullMarked
package dev.holdfast.platform;

import org.jspecify.annotations.NullMarked;
