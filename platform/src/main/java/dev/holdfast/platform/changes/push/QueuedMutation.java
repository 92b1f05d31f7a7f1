package dev.holdfast.platform.changes.push;

import dev.holdfast.platform.Fields;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.http.openapi.Required;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A mutation as a client sent it, unchecked. */
record QueuedMutation(
        @Required @Nullable String mutationId,
        @Required @Nullable String entity,
        @Required @Nullable String op,
        @Required @Nullable String id,
        @Nullable String spaceId,
        @Nullable String baseEtag,
        @Nullable String baseMutationId,
        @Nullable JsonNode data,
        @Nullable JsonNode base,
        @Nullable String resolution) {
    static final int MUTATION_ID_LENGTH_MAX = 100;

    private static final int ENTITY_LENGTH_MAX = 40;
    private static final int ETAG_LENGTH_MAX = 100;
    private static final int RESOLUTION_LENGTH_MAX = 40;
    private static final List<String> OPERATIONS = List.of("create", "update", "delete");
    private static final UUID NONE = new UUID(0, 0);

    /** What it means. Throws INVALID naming every field that breaks a rule. */
    Mutation checked() {
        Fields fields = new Fields();
        String kind = fields.name("entity", entity, ENTITY_LENGTH_MAX);
        String operation = fields.oneOf("op", op, OPERATIONS);
        UUID record = fields.optionalUuid("id", id);
        UUID space = fields.optionalUuid("spaceId", spaceId);
        fields.optionalText("baseEtag", baseEtag, ETAG_LENGTH_MAX);
        fields.optionalText("baseMutationId", baseMutationId, MUTATION_ID_LENGTH_MAX);
        fields.optionalText("resolution", resolution, RESOLUTION_LENGTH_MAX);
        if (id == null) {
            fields.refuse("id", "is required");
        }
        if (baseEtag != null && baseMutationId != null) {
            fields.refuse("baseMutationId", "can't stand beside baseEtag");
        }
        fields.orThrow();
        return new Mutation(
                known(mutationId),
                kind,
                Mutation.Operation.valueOf(operation.toUpperCase(Locale.ROOT)),
                record == null ? NONE : record,
                space,
                baseEtag,
                absent(data),
                absent(base),
                resolution);
    }

    private static @Nullable JsonNode absent(@Nullable JsonNode node) {
        return node == null || node.isNull() ? null : node;
    }

    private static String known(@Nullable String mutationId) {
        if (mutationId == null) {
            throw Problem.invalid("mutationId", "is required");
        }
        return mutationId;
    }
}
