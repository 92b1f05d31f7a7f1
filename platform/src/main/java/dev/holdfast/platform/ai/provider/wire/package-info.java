/** The HTTP under the providers: bounded in size, time and patience, honest about what broke, silent about what was said. */
@NullMarked
package dev.holdfast.platform.ai.provider.wire;

import org.jspecify.annotations.NullMarked;
