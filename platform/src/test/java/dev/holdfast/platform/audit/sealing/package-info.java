/** Tests of the package of the same name. */
@NullMarked
package dev.holdfast.platform.audit.sealing;

import org.jspecify.annotations.NullMarked;
