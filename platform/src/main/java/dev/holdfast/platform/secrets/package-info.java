/** Keeps secrets sealed wherever they are stored; the master key never enters the database. */
@NullMarked
package dev.holdfast.platform.secrets;

import org.jspecify.annotations.NullMarked;
