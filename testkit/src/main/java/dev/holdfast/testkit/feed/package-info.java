/** Checks a change feed from outside, over HTTP alone: a client that keeps a copy, and a checker that sets writers and clients to work. */
@NullMarked
package dev.holdfast.testkit.feed;

import org.jspecify.annotations.NullMarked;
