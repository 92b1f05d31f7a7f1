/** The one door to models: who may ask what, of whom, for how much; retries, fallback and problems in our own words. */
@NullMarked
package dev.holdfast.platform.ai.gateway;

import org.jspecify.annotations.NullMarked;
