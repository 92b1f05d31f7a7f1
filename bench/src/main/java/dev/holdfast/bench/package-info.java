/** Load scenarios: they speak HTTP to a running server, and measure a peer or a floor in the same run. */
@NullMarked
package dev.holdfast.bench;

import org.jspecify.annotations.NullMarked;
