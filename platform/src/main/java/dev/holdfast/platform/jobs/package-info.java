/** Work done later: queued with the transaction that asks for it, resumable, cancelable, at most once in effect. */
@NullMarked
package dev.holdfast.platform.jobs;

import org.jspecify.annotations.NullMarked;
