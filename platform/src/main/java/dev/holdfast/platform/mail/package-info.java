/** E-mail that leaves with the transaction that wanted it. */
@NullMarked
package dev.holdfast.platform.mail;

import org.jspecify.annotations.NullMarked;
