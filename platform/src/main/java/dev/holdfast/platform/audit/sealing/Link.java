package dev.holdfast.platform.audit.sealing;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One link of a chain: it fixes the content of its entry and, through the hash before it, all links before it. */
record Link(
        Instant sealedAt,
        UUID chain,
        long seq,
        Instant entryAt,
        UUID entryId,
        byte[] content,
        byte @Nullable [] previousHash,
        byte[] hash) {}
