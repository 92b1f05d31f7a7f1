/** The model that needs no network and no weights: it quotes the sentences of the given documents that answer best. */
@NullMarked
package dev.holdfast.platform.ai.local;

import org.jspecify.annotations.NullMarked;
