/** Tests of the package of the same name. */
@NullMarked
package dev.holdfast.platform.identity.issuer;

import org.jspecify.annotations.NullMarked;
