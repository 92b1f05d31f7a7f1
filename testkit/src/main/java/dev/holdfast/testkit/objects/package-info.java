/** What servers that stand for services of storage have in common: calls, replies, and faults on demand. */
@NullMarked
package dev.holdfast.testkit.objects;

import org.jspecify.annotations.NullMarked;
