package dev.holdfast.platform.db;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a write of a record leaves in its space's feed (docs/formats/change-feed.md).
 *
 * @param space the space whose feed it goes into
 * @param entity the kind of record, e.g. {@code "document"}; at most 40 characters
 * @param record the record's id
 * @param operation whether the record is there or gone after the write
 * @param etag the record's entity tag after the write; null for a delete and for records without one
 */
public record Change(
        UUID space,
        String entity,
        UUID record,
        Operation operation,
        @Nullable String etag) {

    /** Whether a record is there or gone after a write. */
    public enum Operation {
        UPSERT,
        DELETE
    }

    /** A record was made or changed. */
    public static Change upsert(UUID space, String entity, UUID record, @Nullable String etag) {
        return new Change(space, entity, record, Operation.UPSERT, etag);
    }

    /** A record is gone. */
    public static Change delete(UUID space, String entity, UUID record) {
        return new Change(space, entity, record, Operation.DELETE, null);
    }
}
