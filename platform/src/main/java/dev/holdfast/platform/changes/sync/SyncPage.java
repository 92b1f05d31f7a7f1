package dev.holdfast.platform.changes.sync;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A page of changes (docs/formats/change-feed.md, Reading).
 *
 * @param resync spaces that come whole from here
 * @param spaces on the last page what the client should hold now; null on others
 */
record SyncPage(
        List<SyncChange> changes,
        String cursor,
        boolean hasMore,
        List<UUID> resync,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Tally> spaces) {

    /**
     * What a client should hold of a space.
     *
     * @param head the highest version
     * @param count live records of the filter's kinds
     * @param checksum XOR of their fingerprints, 64 hexadecimal digits
     */
    record Tally(UUID spaceId, long head, long count, String checksum) {}
}
