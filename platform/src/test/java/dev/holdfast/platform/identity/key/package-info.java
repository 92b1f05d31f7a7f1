/** Tests of the package of the same name. */
@NullMarked
package dev.holdfast.platform.identity.key;

import org.jspecify.annotations.NullMarked;
