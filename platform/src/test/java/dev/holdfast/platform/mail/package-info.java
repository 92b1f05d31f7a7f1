/** Tests of the package of the same name. */
@NullMarked
package dev.holdfast.platform.mail;

import org.jspecify.annotations.NullMarked;
