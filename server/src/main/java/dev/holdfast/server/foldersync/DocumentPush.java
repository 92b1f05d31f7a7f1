package dev.holdfast.server.foldersync;

import dev.holdfast.platform.Ids;
import dev.holdfast.server.client.HoldfastClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Sends what the folder changed, a batch at a time. */
final class DocumentPush {
    static final int BATCH = 200;
    static final long BATCH_BYTES = 3L << 20;

    private final HoldfastClient client;
    private final UUID workspace;
    private final Ids ids;

    DocumentPush(HoldfastClient client, UUID workspace, Ids ids) {
        this.client = client;
        this.workspace = workspace;
        this.ids = ids;
    }

    /** What became of a mutation: empty when it was applied, else the reason; a conflict is for the next round. */
    record Result(boolean applied, boolean conflict, String reason) {}

    UUID newId() {
        return ids.next();
    }

    /** A mutation as the protocol has it. */
    Map<String, Object> mutation(String operation, UUID id, @Nullable String baseEtag, Map<String, Object> data) {
        Map<String, Object> mutation = new LinkedHashMap<>();
        mutation.put("mutationId", ids.next().toString());
        mutation.put("entity", "document");
        mutation.put("op", operation);
        mutation.put("id", id.toString());
        mutation.put("spaceId", workspace.toString());
        if (baseEtag != null) {
            mutation.put("baseEtag", baseEtag);
        }
        if (!data.isEmpty()) {
            mutation.put("data", data);
        }
        return mutation;
    }

    /**
     * Joins a content with what the document became since {@code baseEtag}, if the server finds no line that both changed: the document holds
     * both then. Empty where it doesn't, and where somebody changed it again meanwhile.
     */
    Optional<String> merge(UUID id, String baseEtag, String content) {
        JsonNode first = one(mutation("update", id, baseEtag, Map.of("content", content)));
        if (first.path("status").asString("").equals("applied")) {
            return Optional.of(content);
        }
        JsonNode merge = first.path("merge");
        String current = first.path("current").path("contentEtag").asString("");
        if (!merge.path("clean").asBoolean(false) || current.isEmpty()) {
            return Optional.empty();
        }
        String joined = merge.path("content").asString("");
        JsonNode second = one(mutation("update", id, current, Map.of("content", joined)));
        return second.path("status").asString("").equals("applied") ? Optional.of(joined) : Optional.empty();
    }

    private JsonNode one(Map<String, Object> mutation) {
        return client.post("api/sync/push", Map.of("mutations", List.of(mutation)))
                .orFail("The changes can't be sent")
                .json()
                .path("results")
                .path(0);
    }

    /** Sends mutations; a result for each, in order. */
    List<Result> send(List<Map<String, Object>> mutations) {
        Map<String, Result> results = new HashMap<>();
        JsonNode answer = client.post("api/sync/push", Map.of("mutations", mutations))
                .orFail("The changes can't be sent")
                .json();
        for (JsonNode result : answer.path("results")) {
            String status = result.path("status").asString("");
            // A document that an earlier run made under this id: the next pull brings it.
            boolean there = result.path("problem").path("code").asString("").equals("ALREADY_EXISTS");
            results.put(
                    result.path("mutationId").asString(""),
                    new Result(
                            status.equals("applied"),
                            status.equals("conflict") || there,
                            result.path("problem").path("detail").asString(status)));
        }
        List<Result> inOrder = new ArrayList<>();
        for (Map<String, Object> mutation : mutations) {
            inOrder.add(results.getOrDefault(
                    String.valueOf(mutation.get("mutationId")),
                    new Result(false, false, "the server said nothing about it")));
        }
        return inOrder;
    }
}
