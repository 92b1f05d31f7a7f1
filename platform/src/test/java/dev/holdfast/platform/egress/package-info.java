/** Tests of the package of the same name. */
@NullMarked
package dev.holdfast.platform.egress;

import org.jspecify.annotations.NullMarked;
