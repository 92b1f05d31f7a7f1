/** Finds passphrases and keys where only their owner can read them: environment, private files, keyring, terminal. */
@NullMarked
package dev.holdfast.buckia.secret;

import org.jspecify.annotations.NullMarked;
