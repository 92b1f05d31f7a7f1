/** Accounts: who there is, what they are called, their passwords; how they come in lies in the packages below. */
@NullMarked
package dev.holdfast.platform.identity;

import org.jspecify.annotations.NullMarked;
