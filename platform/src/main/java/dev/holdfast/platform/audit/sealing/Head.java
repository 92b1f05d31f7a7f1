package dev.holdfast.platform.audit.sealing;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The end of a chain.
 *
 * @param seq the number of the last link, from 1 on
 * @param hash its hash
 * @param baseSeq the number of the last link that was dropped with its month; 0 when none was
 */
record Head(UUID chain, long seq, byte[] hash, Instant sealedAt, long baseSeq, byte @Nullable [] baseHash) {}
