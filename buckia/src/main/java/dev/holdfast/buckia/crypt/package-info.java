/** Encryption of names and contents before they leave the device. */
@NullMarked
package dev.holdfast.buckia.crypt;

import org.jspecify.annotations.NullMarked;
