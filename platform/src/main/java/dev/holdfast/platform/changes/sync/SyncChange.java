package dev.holdfast.platform.changes.sync;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.holdfast.platform.Times;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One change as a client gets it.
 *
 * @param op {@code upsert} or {@code delete}
 * @param version the change's number in the feed of its space; 0 for a space's row that stands for none
 * @param at ISO-8601 in UTC with milliseconds
 * @param data the whole record as JSON; null for a delete
 */
record SyncChange(
        UUID spaceId,
        String entity,
        UUID id,
        String op,
        @Nullable String etag,
        long version,
        String at,
        @JsonRawValue @Nullable String data) {
    static final String UPSERT = "upsert";
    static final String DELETE = "delete";

    static String time(Instant at) {
        return Times.format(at);
    }
}
