/** What tests stand on: a real PostgreSQL, a clock that can be set, a program that can be booted and asked over HTTP. */
@NullMarked
package dev.holdfast.testkit;

import org.jspecify.annotations.NullMarked;
