package dev.holdfast.server.foldersync;

import dev.holdfast.platform.Ids;
import dev.holdfast.server.client.HoldfastClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
