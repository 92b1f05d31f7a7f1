/** Tests of the package of the same name. */
@NullMarked
package dev.holdfast.platform.identity.signin;

import org.jspecify.annotations.NullMarked;
