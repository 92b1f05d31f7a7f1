/** API keys: how machines come in, with as many rights as their owner gave them. */
@NullMarked
package dev.holdfast.platform.identity.key;

import org.jspecify.annotations.NullMarked;
