/** Ports to language models, and the values and settings that go through them; no provider is known here. */
@NullMarked
package dev.holdfast.platform.ai;

import org.jspecify.annotations.NullMarked;
