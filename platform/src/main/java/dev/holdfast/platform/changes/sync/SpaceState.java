package dev.holdfast.platform.changes.sync;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A space as the reader's snapshot shows it.
 *
 * @param head the highest version of its feed
 * @param horizon the highest version of a purged tombstone
 * @param horizonAt the latest time of a purged tombstone
 * @param row the change of its own row in its feed; null when it never left one
 */
record SpaceState(
        UUID id,
        String kind,
        String name,
        Instant createdAt,
        Instant updatedAt,
        long head,
        long horizon,
        @Nullable Instant horizonAt,
        @Nullable FeedRow row) {}
