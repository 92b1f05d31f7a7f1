/** The words that every part of Holdfast shares: who acts, what went wrong, which id comes next. */
@NullMarked
package dev.holdfast.platform;

import org.jspecify.annotations.NullMarked;
