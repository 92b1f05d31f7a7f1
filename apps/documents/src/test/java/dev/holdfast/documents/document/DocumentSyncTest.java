package dev.holdfast.documents.document;

import static dev.holdfast.documents.DocumentsStage.app;
import static dev.holdfast.documents.DocumentsStage.body;
import static dev.holdfast.documents.DocumentsStage.document;
import static dev.holdfast.documents.DocumentsStage.freshId;
import static dev.holdfast.documents.DocumentsStage.id;
import static dev.holdfast.documents.DocumentsStage.member;
import static dev.holdfast.documents.DocumentsStage.person;
import static dev.holdfast.documents.DocumentsStage.workspace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.documents.DocumentsStage.Person;
import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DocumentSyncTest {
    private final Person ada = person();
    private final String workspace = workspace(ada);

    @Test
    void theFeedBringsWhatGetAnswers() {
        String cursor = pull(ada.client(), "").get("cursor").asString();
        Answer made = document(ada.client(), workspace, "One", "first");
        JsonNode page = pull(ada.client(), cursor);
        JsonNode change = only(page, "document");
        assertThat(change.get("op").asString()).isEqualTo("upsert");
        assertThat(change.get("spaceId").asString()).isEqualTo(workspace);
        assertThat(change.get("etag")).isEqualTo(made.json().get("contentEtag"));
        assertThat(change.get("data")).isEqualTo(made.json());

        ada.client()
                .with("If-Match", "*")
                .put("api/documents/" + id(made), Map.of("title", "Renamed", "content", "first"));
        page = pull(ada.client(), page.get("cursor").asString());
        assertThat(only(page, "document").get("data").get("title").asString())
                .as("a rename with the same etag")
                .isEqualTo("Renamed");

        ada.client().delete("api/documents/" + id(made));
        page = pull(ada.client(), page.get("cursor").asString());
        assertThat(only(page, "document").get("op").asString()).isEqualTo("delete");
        assertThat(only(page, "document").get("data").isNull()).isTrue();

        ada.client().post("api/documents/" + id(made) + "/restore", "");
        page = pull(ada.client(), page.get("cursor").asString());
        assertThat(only(page, "document").get("op").asString()).isEqualTo("upsert");
        assertThat(page.get("hasMore").asBoolean()).isFalse();
    }

    @Test
    void whoJoinsGetsWhatIsThereAndWhoLeavesIsTold() {
        document(ada.client(), workspace, "Older", "older");
        Person bob = member(ada, workspace, "viewer");
        JsonNode page = pull(bob.client(), "");
        assertThat(only(page, "document").get("data").get("title").asString()).isEqualTo("Older");
        JsonNode space = only(page, "space").get("data");
        assertThat(space.get("role").asString()).isEqualTo("viewer");
        assertThat(space.get("aiMode").asString()).isEqualTo("byo");
        bob.client().delete("api/workspaces/" + workspace + "/members/" + bob.id());
        JsonNode lost = only(pull(bob.client(), page.get("cursor").asString()), "space");
        assertThat(lost.get("op").asString()).isEqualTo("delete");
        ada.client().delete("api/workspaces/" + workspace);
        JsonNode deleted =
                only(pull(ada.client(), pull(ada.client(), "").get("cursor").asString()), "space");
        assertThat(deleted.isMissingNode())
                .as("a first pull doesn't tell of what one never had")
                .isTrue();
    }

    @Test
    void queuedWritesAreAppliedOnce() {
        String id = freshId();
        Map<String, @Nullable Object> create = mutation("create", id);
        create.put("data", Map.of("title", "Offline", "content", "one\ntwo\nthree\n"));
        JsonNode applied = push(ada.client(), create);
        assertThat(applied.get("status").asString()).as(applied.toString()).isEqualTo("applied");
        assertThat(push(ada.client(), create)).isEqualTo(applied);
        assertThat(ada.client().get("api/documents/" + id).json().get("title").asString())
                .isEqualTo("Offline");

        Map<String, @Nullable Object> onTop = mutation("update", id);
        onTop.put("baseMutationId", create.get("mutationId"));
        onTop.put("data", Map.of("title", "Offline", "content", "one\ntwo\nthree\nfour\n"));
        assertThat(push(ada.client(), onTop).get("status").asString()).isEqualTo("applied");

        Map<String, @Nullable Object> rename = mutation("update", id);
        rename.put("baseEtag", applied.get("etag").asString());
        rename.put("data", Map.of("title", "Renamed offline"));
        assertThat(push(ada.client(), rename).get("status").asString()).isEqualTo("applied");
        JsonNode now = ada.client().get("api/documents/" + id).json();
        assertThat(now.get("title").asString()).isEqualTo("Renamed offline");
        assertThat(now.get("content").asString()).isEqualTo("one\ntwo\nthree\nfour\n");
    }

    @Test
    void writesOnAStaleBaseAreConflictsWithAMerge() {
        Answer made = document(ada.client(), workspace, "Both", "one\ntwo\nthree\n");
        String base = made.json().get("contentEtag").asString();
        ada.client()
                .with("If-Match", "*")
                .put("api/documents/" + id(made), Map.of("title", "Both", "content", "ONE\ntwo\nthree\n"));
        Map<String, @Nullable Object> update = mutation("update", id(made));
        update.put("baseEtag", base);
        update.put("data", Map.of("title", "Both", "content", "one\ntwo\nTHREE\n"));
        JsonNode conflict = push(ada.client(), update);
        assertThat(conflict.get("status").asString()).isEqualTo("conflict");
        assertThat(conflict.get("current"))
                .isEqualTo(ada.client().get("api/documents/" + id(made)).json());
        assertThat(conflict.get("merge").get("content").asString()).isEqualTo("ONE\ntwo\nTHREE\n");
        assertThat(conflict.get("merge").get("clean").asBoolean()).isTrue();

        Map<String, @Nullable Object> stale = mutation("delete", id(made));
        stale.put("baseEtag", base);
        assertThat(push(ada.client(), stale).get("status").asString()).isEqualTo("conflict");
        assertThat(push(ada.client(), mutation("delete", id(made)))
                        .get("status")
                        .asString())
                .isEqualTo("applied");
        assertThat(push(ada.client(), mutation("delete", id(made)))
                        .get("status")
                        .asString())
                .as("deleted already")
                .isEqualTo("applied");
        Map<String, @Nullable Object> late = mutation("update", id(made));
        late.put("baseEtag", base);
        late.put("data", Map.of("title", "Both", "content", "late\n"));
        JsonNode gone = push(ada.client(), late);
        assertThat(gone.get("status").asString()).isEqualTo("conflict");
        assertThat(gone.has("current")).isFalse();
    }

    @Test
    void whatMayNotBeIsRejected() {
        String id = id(document(ada.client(), workspace, "t", "c"));
        Map<String, @Nullable Object> blind = mutation("update", id);
        blind.put("data", Map.of("title", "t", "content", "new"));
        rejected(ada.client(), blind, "INVALID");
        Map<String, @Nullable Object> unknown = mutation("create", freshId());
        unknown.put("data", Map.of("title", "t", "content", "c", "colour", "red"));
        rejected(ada.client(), unknown, "INVALID");
        Map<String, @Nullable Object> empty = mutation("create", freshId());
        rejected(ada.client(), empty, "INVALID");
        empty.put("data", List.of());
        empty.put("mutationId", freshId());
        rejected(ada.client(), empty, "INVALID");
        Map<String, @Nullable Object> nowhere = mutation("create", freshId());
        nowhere.put("spaceId", freshId());
        nowhere.put("data", Map.of("title", "t", "content", "c"));
        rejected(ada.client(), nowhere, "NOT_FOUND");
        Person viewer = member(ada, workspace, "viewer");
        rejected(viewer.client(), mutation("delete", id), "FORBIDDEN");
        rejected(person().client(), mutation("delete", id), "NOT_FOUND");
        assertThat(ada.client().get("api/documents/" + id).json().get("content").asString())
                .isEqualTo("c");
        assertThat(app().client()
                        .post("api/sync/push", Map.of("mutations", List.of()))
                        .status())
                .isEqualTo(401);
    }

    private Map<String, @Nullable Object> mutation(String operation, String id) {
        return body("mutationId", freshId(), "entity", "document", "op", operation, "id", id, "spaceId", workspace);
    }

    private static void rejected(TestClient client, Map<String, @Nullable Object> mutation, String code) {
        JsonNode result = push(client, mutation);
        assertThat(result.get("status").asString()).as(result.toString()).isEqualTo("rejected");
        assertThat(result.get("problem").get("code").asString()).isEqualTo(code);
    }

    private static JsonNode push(TestClient client, Map<String, @Nullable Object> mutation) {
        Answer answer = client.post("api/sync/push", Map.of("mutations", List.of(mutation)));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().get("results").get(0);
    }

    private static JsonNode pull(TestClient client, String cursor) {
        Answer answer = client.get("api/sync/since?apps=documents" + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static JsonNode only(JsonNode page, String entity) {
        List<JsonNode> found = new ArrayList<>();
        page.get("changes").forEach(change -> {
            if (change.get("entity").asString().equals(entity)) {
                found.add(change);
            }
        });
        assertThat(found.size()).as(page.toString()).isLessThan(2);
        return found.isEmpty() ? TestClient.JSON.missingNode() : found.get(0);
    }
}
