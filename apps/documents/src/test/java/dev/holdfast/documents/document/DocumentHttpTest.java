package dev.holdfast.documents.document;

import static dev.holdfast.documents.DocumentsStage.body;
import static dev.holdfast.documents.DocumentsStage.document;
import static dev.holdfast.documents.DocumentsStage.etag;
import static dev.holdfast.documents.DocumentsStage.id;
import static dev.holdfast.documents.DocumentsStage.person;
import static dev.holdfast.documents.DocumentsStage.workspace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.documents.DocumentsStage;
import dev.holdfast.documents.DocumentsStage.Person;
import dev.holdfast.testkit.TestClient.Answer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DocumentHttpTest {
    private static Person ada = person();
    private static String workspace = "";

    @BeforeAll
    static void settle() {
        ada = person();
        workspace = workspace(ada);
    }

    @Test
    void theShapeIsTheOneThatWasAgreed() {
        Answer made = document(ada.client(), workspace, "Plan", "# Plan");
        assertThat(names(made.json()))
                .containsExactlyInAnyOrder(
                        "id",
                        "workspaceId",
                        "title",
                        "content",
                        "contentType",
                        "contentEtag",
                        "deleted",
                        "createdAt",
                        "updatedAt",
                        "updatedBy");
        assertThat(made.json().get("contentType").asString()).isEqualTo("text/markdown");
        assertThat(made.json().get("updatedBy").asString()).isEqualTo(ada.id().toString());
        assertThat(made.json().get("createdAt").asString())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        JsonNode item = ada.client()
                .get("api/workspaces/" + workspace + "/documents")
                .json()
                .get("items")
                .get(0);
        assertThat(names(item))
                .containsExactlyInAnyOrder(
                        "id",
                        "workspaceId",
                        "title",
                        "contentType",
                        "contentEtag",
                        "deleted",
                        "createdAt",
                        "updatedAt",
                        "updatedBy");
    }

    @Test
    void creatingTheSameManyTimesAtOnceMakesItOnce() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 40; round++) {
                Map<String, String> body =
                        Map.of("id", DocumentsStage.freshId(), "title", "Once " + round, "content", "the same words");
                CyclicBarrier together = new CyclicBarrier(6);
                List<Future<Integer>> sent = new ArrayList<>();
                for (int i = 0; i < 6; i++) {
                    Callable<Integer> sending = () -> {
                        together.await();
                        return ada.client()
                                .post("api/workspaces/" + workspace + "/documents", body)
                                .status();
                    };
                    sent.add(threads.submit(sending));
                }
                List<Integer> statuses = new ArrayList<>();
                for (Future<Integer> each : sent) {
                    statuses.add(each.get());
                }
                assertThat(statuses).containsExactlyInAnyOrder(201, 200, 200, 200, 200, 200);
            }
        }
    }

    @Test
    void creatingAgainIsAnsweredAsTheFirstTime() {
        String id = DocumentsStage.freshId();
        Map<String, @Nullable Object> wanted = body("id", id, "title", "Offline", "content", "made in a tunnel");
        Answer first = ada.client().post("api/workspaces/" + workspace + "/documents", wanted);
        Answer again = ada.client().post("api/workspaces/" + workspace + "/documents", wanted);
        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(etag(again)).isEqualTo(etag(first));

        wanted.put("content", "something else");
        Answer other = ada.client().post("api/workspaces/" + workspace + "/documents", wanted);
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.json().get("code").asString()).isEqualTo("ALREADY_EXISTS");
        assertThat(other.json().get("current")).isEqualTo(first.json());

        Answer elsewhere = ada.client().post("api/workspaces/" + workspace(ada) + "/documents", wanted);
        assertThat(elsewhere.status()).isEqualTo(409);
        assertThat(elsewhere.json().has("current")).isFalse();
        Person bob = person();
        Answer strangers = bob.client().post("api/workspaces/" + workspace(bob) + "/documents", wanted);
        assertThat(strangers.status()).isEqualTo(409);
        assertThat(strangers.json().has("current")).isFalse();
    }

    @Test
    void creatingAtOnceMakesOne() throws Exception {
        Map<String, @Nullable Object> wanted = body("id", DocumentsStage.freshId(), "title", "Race", "content", "c");
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                answers.add(
                        threads.submit(() -> ada.client().post("api/workspaces/" + workspace + "/documents", wanted)));
            }
            for (Future<Answer> answer : answers) {
                statuses.add(answer.get().status());
            }
        }
        assertThat(statuses).containsOnlyOnce(201);
        assertThat(Collections.frequency(statuses, 200)).isEqualTo(7);
    }

    @Test
    void writersAtOnceNeverLoseAnEdit() throws Exception {
        Answer made = document(ada.client(), workspace, "Counter", "0");
        String path = "api/documents/" + id(made);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                writers.add(threads.submit(() -> {
                    int done = 0;
                    Answer now = ada.client().get(path);
                    while (done < 10) {
                        int next = Integer.parseInt(now.json().get("content").asString()) + 1;
                        Answer answer = ada.client()
                                .with("If-Match", etag(now))
                                .put(path, Map.of("title", "Counter", "content", Integer.toString(next)));
                        if (answer.status() == 200) {
                            done++;
                        }
                        now = ada.client().get(path);
                    }
                }));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        }
        // Two who wrote the same number from the same base are one edit: nobody lost anything. More than 40 can't be.
        int end = Integer.parseInt(ada.client().get(path).json().get("content").asString());
        assertThat(end).isBetween(10, 40);
    }

    @Test
    void theTrashKeepsWhatWasDeleted() {
        String own = workspace(ada);
        Answer made = document(ada.client(), own, "Gone", "soon");
        String path = "api/documents/" + id(made);
        assertThat(ada.client().delete(path).status()).isEqualTo(204);
        Answer gone = ada.client().get(path);
        assertThat(gone.status()).isEqualTo(410);
        assertThat(gone.json().get("code").asString()).isEqualTo("GONE");
        assertThat(ada.client()
                        .with("If-Match", "*")
                        .put(path, Map.of("title", "t", "content", "c"))
                        .status())
                .isEqualTo(410);
        assertThat(person().client().get(path).status()).isEqualTo(404);
        assertThat(items("api/workspaces/" + own + "/documents")).isEmpty();
        List<JsonNode> trash = items("api/workspaces/" + own + "/documents?deleted=true");
        assertThat(trash).hasSize(1);
        assertThat(trash.get(0).get("deleted").asBoolean()).isTrue();
        assertThat(items("api/workspaces/" + own + "/documents?deleted=true&query=soon"))
                .hasSize(1);
        assertThat(items("api/workspaces/" + own + "/documents?query=soon")).isEmpty();

        Answer again = ada.client()
                .post(
                        "api/workspaces/" + own + "/documents",
                        Map.of("id", id(made), "title", "Gone", "content", "soon"));
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.json().get("code").asString()).isEqualTo("DELETED");

        Answer restored = ada.client().post(path + "/restore", Map.of());
        assertThat(restored.status()).isEqualTo(200);
        assertThat(restored.json().get("deleted").asBoolean()).isFalse();
        assertThat(ada.client().get(path).json()).isEqualTo(restored.json());
        assertThat(ada.client().post(path + "/restore", Map.of()).json()).isEqualTo(restored.json());
    }

    @Test
    void pagesStandStillWhileOthersWrite() {
        String own = workspace(ada);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            ids.add(id(document(ada.client(), own, "Document " + i, "text " + i)));
        }
        Collections.reverse(ids);
        List<String> seen = new ArrayList<>();
        String cursor = "";
        int page = 0;
        while (cursor != null) {
            Answer answer = ada.client().get("api/workspaces/" + own + "/documents?limit=7" + cursor);
            answer.json().get("items").forEach(item -> seen.add(item.get("id").asString()));
            JsonNode next = answer.json().get("nextCursor");
            cursor = next.isNull() ? null : "&cursor=" + next.asString();
            // Written meanwhile: comes before everything, so no later page shifts.
            document(ada.client(), own, "Late " + page++, "late");
        }
        assertThat(seen).isEqualTo(ids);
        assertThat(new HashSet<>(seen)).hasSize(25);
    }

    @Test
    void badRequestsSayWhatIsWrongAndStoreNothing() {
        String own = workspace(ada);
        String path = "api/workspaces/" + own + "/documents";
        refused(path, body("content", "c"), 422, "title");
        refused(path, body("title", " ", "content", "c"), 422, "title");
        refused(path, body("title", "t".repeat(501), "content", "c"), 422, "title");
        refused(path, body("title", "t"), 422, "content");
        refused(path, body("title", "t", "content", null), 422, "content");
        refused(path, body("title", "t", "content", 7), 422, "content");
        refused(path, "{\"title\":\"t\",\"content\":\"a\\u0000b\"}", 422, "content");
        refused(path, "{\"title\":\"t\",\"content\":\"\\ud800\"}", 422, "content");
        refused(path, body("title", "t", "content", "c", "contentType", "text/html"), 422, "contentType");
        refused(path, body("id", "1-2-3-4-5", "title", "t", "content", "c"), 422, "id");
        refused(path, body("title", "t", "content", "c", "colour", "red"), 422, "colour");
        refused(path, body("title", "t", "content", "ä".repeat((10 << 20) / 2 + 1)), 422, "content");
        assertThat(ada.client().post(path, "{\"title\":").status()).isEqualTo(400);
        assertThat(ada.client().post(path, "[]").status()).isBetween(400, 422);
        assertThat(ada.client()
                        .with("Content-Type", "text/plain")
                        .post(path, "x")
                        .status())
                .isEqualTo(415);
        assertThat(items(path)).isEmpty();

        assertThat(ada.client().get(path + "?limit=0").status()).isEqualTo(400);
        assertThat(ada.client().get(path + "?limit=201").status()).isEqualTo(400);
        assertThat(ada.client().get(path + "?deleted=maybe").status()).isEqualTo(400);
        assertThat(ada.client().get(path + "?cursor=abc").json().get("code").asString())
                .isEqualTo("CURSOR_INVALID");
        assertThat(ada.client().get(path + "?query=" + "x".repeat(2001)).status())
                .isEqualTo(400);
        assertThat(ada.client().get("api/workspaces/nonsense/documents").status())
                .isEqualTo(400);
        assertThat(ada.client().get("api/documents/nonsense").status()).isEqualTo(400);
        assertThat(ada.client().get("api/documents/" + DocumentsStage.freshId()).status())
                .isEqualTo(404);
        assertThat(DocumentsStage.app().client().get(path).status()).isEqualTo(401);
        assertThat(person().client().get(path).status()).isEqualTo(404);
        assertThat(person().client()
                        .post(path, Map.of("title", "t", "content", "c"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void theGreatestContentFits() {
        String content = "ä".repeat((10 << 20) / 2);
        Answer made = document(ada.client(), workspace, "Great", content);
        assertThat(ada.client()
                        .get("api/documents/" + id(made))
                        .json()
                        .get("content")
                        .asString())
                .isEqualTo(content);
        Answer escaped = document(ada.client(), workspace, "Escaped", "\n".repeat(10 << 20));
        assertThat(escaped.json().get("content").asString()).hasSize(10 << 20);
    }

    private static void refused(String path, Object body, int status, String field) {
        Answer answer = ada.client().post(path, body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().get("errors").get(0).get("field").asString()).isEqualTo(field);
    }

    private static List<JsonNode> items(String path) {
        List<JsonNode> items = new ArrayList<>();
        Answer answer = ada.client().get(path);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        answer.json().get("items").forEach(items::add);
        return items;
    }

    private static List<String> names(JsonNode object) {
        return List.copyOf(object.propertyNames());
    }
}
