package dev.holdfast.platform.jobs;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A piece of work and how far it got.
 *
 * @param account who asked for it; null for the program's own
 * @param error why the last run failed, for its owner; null while none did
 * @param attempt how many runs have begun
 */
public record Job(
        UUID id,
        @Nullable UUID space,
        @Nullable UUID account,
        String kind,
        Status status,
        int progressPct,
        JsonNode payload,
        JsonNode totals,
        @Nullable JsonNode result,
        @Nullable JsonNode checkpoint,
        @Nullable String error,
        int attempt,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {

    /** Where a job stands. FAILED ones are the dead letters: kept, and queued again by {@link Jobs#retry}. */
    public enum Status {
        QUEUED,
        RUNNING,
        FAILED,
        COMPLETED,
        CANCELED;

        /** Whether nothing more will happen by itself. */
        public boolean finished() {
            return this == FAILED || this == COMPLETED || this == CANCELED;
        }
    }
}
