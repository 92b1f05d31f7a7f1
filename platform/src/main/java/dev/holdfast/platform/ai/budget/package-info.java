/** What calls to models may cost: reserved before, settled after, counted in between, never over and never refused falsely. */
@NullMarked
package dev.holdfast.platform.ai.budget;

import org.jspecify.annotations.NullMarked;
