package dev.holdfast.platform.changes.sync;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A change as it stands in the feed. */
record FeedRow(
        Key key, long version, boolean live, @Nullable String etag, Instant at) {

    /** Which record it is of. */
    record Key(UUID space, String entity, UUID id) {}

    /** A mark that has no number yet. */
    record Pending(boolean live, @Nullable String etag) {}
}
