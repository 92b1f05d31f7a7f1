package dev.holdfast.platform.changes.push;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A write that a client queued. Its own fields are checked; {@code data} is the kind's to check.
 *
 * @param mutationId the client's name for it, 1 to 100 characters
 * @param entity the kind of record
 * @param id the record's id, chosen by the client for a creation
 * @param space the space that it names; null when it names none
 * @param baseEtag the record's tag that it was made from; null when there was none. A base mutation has been resolved into it
 * @param data what the client sent, of whatever JSON type; null when it sent nothing
 * @param base the kind's own: the values that the client saw last; null when it sent none
 * @param resolution the kind's own; null when the client sent none
 */
public record Mutation(
        String mutationId,
        String entity,
        Operation operation,
        UUID id,
        @Nullable UUID space,
        @Nullable String baseEtag,
        @Nullable JsonNode data,
        @Nullable JsonNode base,
        @Nullable String resolution) {

    /** What a mutation does. */
    public enum Operation {
        CREATE,
        UPDATE,
        DELETE
    }
}
