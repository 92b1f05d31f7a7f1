package dev.holdfast.documents.document;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the row behind which a list goes on.
 *
 * @param time when it was written, in a list of the newest; null at the beginning
 * @param rank how well it fits, in a list of hits; infinite at the beginning
 */
record After(@Nullable Instant time, double rank, UUID id) {
    private static final UUID LAST = new UUID(-1, -1);

    /** The beginning. */
    static final After START = new After(null, Double.POSITIVE_INFINITY, LAST);

    static After written(Instant time, UUID id) {
        return new After(time, Double.POSITIVE_INFINITY, id);
    }

    static After ranked(double rank, UUID id) {
        return new After(null, rank, id);
    }
}
