/** What the demo puts in. */
@NullMarked
package dev.holdfast.server.demo;

import org.jspecify.annotations.NullMarked;
