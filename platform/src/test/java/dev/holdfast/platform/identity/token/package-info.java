/** Tests of the package of the same name. */
@NullMarked
package dev.holdfast.platform.identity.token;

import org.jspecify.annotations.NullMarked;
