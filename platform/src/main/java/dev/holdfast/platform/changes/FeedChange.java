package dev.holdfast.platform.changes;

import dev.holdfast.platform.db.Change.Operation;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The latest change of a record.
 *
 * @param seq its number over all spaces; agrees in order with the versions of each space
 * @param space the space whose feed it stands in
 * @param entity the kind of record
 * @param record the record's id
 * @param operation whether the record is there or gone
 * @param etag the record's entity tag; null for a delete and for kinds without one
 * @param version its number in the feed of its space
 * @param at the server's clock in the transaction that wrote
 */
public record FeedChange(
        long seq,
        UUID space,
        String entity,
        UUID record,
        Operation operation,
        @Nullable String etag,
        long version,
        Instant at) {}
