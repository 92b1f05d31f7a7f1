/** Tests of the package of the same name. */
@NullMarked
package dev.holdfast.platform.secrets;

import org.jspecify.annotations.NullMarked;
