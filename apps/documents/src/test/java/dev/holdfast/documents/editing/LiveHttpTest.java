package dev.holdfast.documents.editing;

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
import dev.holdfast.documents.document.Content;
import dev.holdfast.documents.live.LiveEdit;
import dev.holdfast.documents.version.Versions;
import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class LiveHttpTest {
    private static final String FIRST = "first";
    private static final String OTHER = "0".repeat(64);

    private final Person ada = person();
    private final String workspace = workspace(ada);
    private final String id = id(document(ada.client(), workspace, "Together", FIRST));
    private final String epoch = freshId();

    @AfterEach
    void today() {
        app().clock().reset();
    }

    @Test
    void aFirstStateIsPublishedOnce() {
        JsonNode none = live(ada.client());
        assertThat(none.get("documentId").asString()).isEqualTo(id);
        assertThat(none.get("epoch").isNull()
                        && none.get("etag").isNull()
                        && none.get("state").isNull())
                .isTrue();
        String cursor = pull("").get("cursor").asString();

        Answer published = publish(ada.client(), epoch, null, FIRST, "s1");
        assertThat(published.status()).as(published.text()).isEqualTo(200);
        assertThat(published.json()).isEqualTo(live(ada.client()));
        assertThat(published.json().get("epoch").asString()).isEqualTo(epoch);
        assertThat(published.json().get("etag").asString()).isEqualTo(etag(FIRST));
        assertThat(published.json().get("state").asString()).isEqualTo(base64("s1"));
        assertThat(publish(ada.client(), epoch, null, FIRST, "s1").status())
                .as("the very same again")
                .isEqualTo(200);

        stale(publish(ada.client(), epoch, null, FIRST, "s2"), published.json());
        stale(publish(ada.client(), freshId(), null, FIRST, "s1"), published.json());
        stale(publish(ada.client(), freshId(), etag(FIRST), FIRST, "s2"), published.json());
        stale(publish(ada.client(), epoch, OTHER, FIRST, "s2"), published.json());
        stale(publish(ada.client(), epoch, etag(FIRST), "never stored", "s2"), published.json());
        assertThat(live(ada.client())).isEqualTo(published.json());
        assertThat(pull(cursor).get("changes")).as("nothing changed for others").isEmpty();

        assertThat(publish(ada.client(), epoch, etag(FIRST), FIRST, "s2").status())
                .as("another state of the same text")
                .isEqualTo(200);
    }

    @Test
    void ofTwoFirstStatesOneWins() throws Exception {
        Person bob = member(ada, workspace, "editor");
        for (int round = 0; round < 8; round++) {
            String both = id(document(ada.client(), workspace, "Round " + round, FIRST));
            List<Answer> answers = atOnce(
                    () -> publish(ada.client(), both, freshId(), null, FIRST, "ada"),
                    () -> publish(bob.client(), both, freshId(), null, FIRST, "bob"));
            assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(200, 412);
            Answer won = answers.get(answers.get(0).status() == 200 ? 0 : 1);
            Answer lost = answers.get(answers.get(0).status() == 200 ? 1 : 0);
            stale(lost, won.json());
        }
    }

    @Test
    void contentAndStateGoTogether() {
        publish(ada.client(), epoch, null, FIRST, "s1");
        Answer written = write(ada.client(), FIRST, "second", epoch, "s2");
        assertThat(written.status()).as(written.text()).isEqualTo(200);
        assertThat(written.json().propertyNames()).doesNotContain("live", "epoch", "state");
        state(epoch, "second", "s2");
        assertThat(write(ada.client(), FIRST, "second", epoch, "s2").status())
                .as("the same again")
                .isEqualTo(200);
        assertThat(write(ada.client(), "second", "second", epoch, "s3").status())
                .as("a state that changes nothing in the text")
                .isEqualTo(200);
        state(epoch, "second", "s3");

        Answer late = write(ada.client(), FIRST, "second", epoch, "another history of the same text");
        stale(late, ada.client().get("api/documents/" + id).json());
        Answer stale = write(ada.client(), FIRST, "third", epoch, "s4");
        stale(stale, ada.client().get("api/documents/" + id).json());
        assertThat(stale.json().has("merge")).isTrue();
        Answer foreign = write(ada.client(), "second", "third", freshId(), "s4");
        stale(foreign, ada.client().get("api/documents/" + id).json());
        assertThat(foreign.json().has("merge")).isFalse();
        state(epoch, "second", "s3");
        assertThat(ada.client().get("api/documents/" + id).json().get("content").asString())
                .isEqualTo("second");
        assertThat(ada.client()
                        .get("api/documents/" + id + "/versions")
                        .json()
                        .get("items")
                        .size())
                .as("a version by the usual rule, and none of what was refused")
                .isEqualTo(1);
    }

    @Test
    void aWriteWithAStateNeedsOne() {
        stale(
                write(ada.client(), FIRST, "second", epoch, "s"),
                ada.client().get("api/documents/" + id).json());
        assertThat(ada.client().get("api/documents/" + id).json().get("content").asString())
                .isEqualTo(FIRST);
    }

    @Test
    void ofTwoWritersOneWins() throws Exception {
        Person bob = member(ada, workspace, "member");
        publish(ada.client(), epoch, null, FIRST, "s0");
        String base = FIRST;
        for (int round = 0; round < 8; round++) {
            String from = base;
            String one = "ada " + round;
            String two = "bob " + round;
            List<Answer> answers = atOnce(
                    () -> write(ada.client(), from, one, epoch, one), () -> write(bob.client(), from, two, epoch, two));
            assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(200, 412);
            base = answers.get(0).status() == 200 ? one : two;
            state(epoch, base, base);
        }
    }

    @Test
    void clientsThatKnowOnlyETagsStayRight() throws Exception {
        publish(ada.client(), epoch, null, FIRST, "s1");
        Answer plain = ada.client()
                .with("If-Match", quoted(FIRST))
                .put("api/documents/" + id, Map.of("title", "Together", "content", "outside"));
        assertThat(plain.status()).isEqualTo(200);
        state(epoch, FIRST, "s1");

        stale(write(ada.client(), FIRST, "mine", epoch, "s2"), plain.json());
        stale(write(ada.client(), "outside", "mine", epoch, "s2"), plain.json());
        state(epoch, FIRST, "s1");
        assertThat(publish(ada.client(), epoch, etag(FIRST), "outside", "s2").status())
                .isEqualTo(200);
        state(epoch, "outside", "s2");
        assertThat(write(ada.client(), "outside", "mine", epoch, "s3").status()).isEqualTo(200);

        String base = "mine";
        for (int round = 0; round < 8; round++) {
            String from = base;
            String live = "live " + round;
            String blind = "blind " + round;
            List<Answer> answers = atOnce(
                    () -> write(ada.client(), from, live, epoch, live),
                    () -> ada.client()
                            .with("If-Match", quoted(from))
                            .put("api/documents/" + id, Map.of("title", "Together", "content", blind)));
            assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(200, 412);
            boolean lively = answers.get(0).status() == 200;
            state(epoch, lively ? live : from, lively ? live : from.equals("mine") ? "s3" : from);
            if (!lively) {
                assertThat(publish(ada.client(), epoch, etag(from), blind, blind)
                                .status())
                        .isEqualTo(200);
            }
            base = lively ? live : blind;
        }
    }

    @Test
    void restoredVersionsAreEditsFromOutside() {
        publish(ada.client(), epoch, null, FIRST, "s1");
        assertThat(write(ada.client(), FIRST, "second", epoch, "s2").status()).isEqualTo(200);
        String version = ada.client()
                .get("api/documents/" + id + "/versions")
                .json()
                .at("/items/0/id")
                .asString();
        assertThat(ada.client()
                        .with("If-Match", "*")
                        .post("api/documents/" + id + "/versions/" + version + "/restore", "")
                        .status())
                .isEqualTo(200);
        state(epoch, "second", "s2");
    }

    @Test
    void queuedWritesCarryStates() {
        publish(ada.client(), epoch, null, FIRST, "s1");
        Map<String, @Nullable Object> update = mutation("update", id);
        update.put("baseEtag", etag(FIRST));
        update.put("data", Map.of("content", "queued", "live", sent(epoch, "s2")));
        JsonNode applied = push(update);
        assertThat(applied.get("status").asString()).as(applied.toString()).isEqualTo("applied");
        assertThat(push(update)).isEqualTo(applied);
        state(epoch, "queued", "s2");

        Map<String, @Nullable Object> onTop = mutation("update", id);
        onTop.put("baseMutationId", update.get("mutationId"));
        onTop.put("data", Map.of("content", "on top", "live", sent(epoch, "s3")));
        assertThat(push(onTop).get("status").asString()).isEqualTo("applied");
        state(epoch, "on top", "s3");

        Map<String, @Nullable Object> late = mutation("update", id);
        late.put("baseEtag", etag("queued"));
        late.put("data", Map.of("content", "late", "live", sent(epoch, "s4")));
        JsonNode conflict = push(late);
        assertThat(conflict.get("status").asString()).isEqualTo("conflict");
        assertThat(conflict.get("current"))
                .isEqualTo(ada.client().get("api/documents/" + id).json());
        state(epoch, "on top", "s3");

        Map<String, @Nullable Object> rename = mutation("update", id);
        rename.put("baseEtag", etag("on top"));
        rename.put("data", Map.of("title", "Renamed", "live", sent(epoch, "s4")));
        assertThat(push(rename).at("/problem/code").asString()).isEqualTo("INVALID");
        Map<String, @Nullable Object> blind = mutation("update", id);
        blind.put("baseEtag", "*");
        blind.put("data", Map.of("content", "blind", "live", sent(epoch, "s4")));
        assertThat(push(blind).at("/problem/code").asString()).isEqualTo("INVALID");
        Map<String, @Nullable Object> create = mutation("create", freshId());
        create.put("data", Map.of("title", "t", "content", "c", "live", sent(epoch, "s")));
        assertThat(push(create).at("/problem/code").asString()).isEqualTo("INVALID");
        state(epoch, "on top", "s3");
    }

    @Test
    void statesGoWhenNobodyTouchesThem() {
        publish(ada.client(), epoch, null, FIRST, "s1");
        app().clock().advance(Duration.ofHours(23));
        assertThat(write(ada.client(), FIRST, "second", epoch, "s2").status()).isEqualTo(200);
        app().clock().advance(Duration.ofHours(23));
        state(epoch, "second", "s2");
        app().clock().advance(Duration.ofHours(2));
        assertThat(live(ada.client()).get("epoch").isNull()).isTrue();
        assertThat(write(ada.client(), "second", "third", epoch, "s3").status()).isEqualTo(412);
        assertThat(publish(ada.client(), epoch, etag("second"), "second", "s3").status())
                .isEqualTo(412);
        String next = freshId();
        assertThat(publish(ada.client(), next, null, "second", "n1").status())
                .as("before the job dropped the old one")
                .isEqualTo(200);
        state(next, "second", "n1");
        app().clock().advance(Duration.ofHours(25));
        assertThat(app().bean(Versions.class).tidy()).isPositive();
        assertThat(publish(ada.client(), freshId(), null, "second", "m1").status())
                .as("after it")
                .isEqualTo(200);
    }

    @Test
    void theTrashKeepsThem() {
        publish(ada.client(), epoch, null, FIRST, "s1");
        ada.client().delete("api/documents/" + id);
        assertThat(ada.client().get("api/documents/" + id + "/live").status()).isEqualTo(410);
        assertThat(publish(ada.client(), epoch, etag(FIRST), FIRST, "s2").status())
                .isEqualTo(410);
        assertThat(write(ada.client(), FIRST, "second", epoch, "s2").status()).isEqualTo(410);
        ada.client().post("api/documents/" + id + "/restore", "");
        state(epoch, FIRST, "s1");
    }

    @Test
    void rolesHold() {
        publish(ada.client(), epoch, null, FIRST, "s1");
        Person viewer = member(ada, workspace, "viewer");
        assertThat(live(viewer.client())).isEqualTo(live(ada.client()));
        assertThat(publish(viewer.client(), epoch, etag(FIRST), FIRST, "s2").status())
                .isEqualTo(403);
        assertThat(write(viewer.client(), FIRST, "second", epoch, "s2").status())
                .isEqualTo(403);
        Person stranger = person();
        assertThat(stranger.client().get("api/documents/" + id + "/live").status())
                .isEqualTo(404);
        assertThat(publish(stranger.client(), epoch, etag(FIRST), FIRST, "s2").status())
                .isEqualTo(404);
        assertThat(write(stranger.client(), FIRST, "second", epoch, "s2").status())
                .isEqualTo(404);
        assertThat(app().client().get("api/documents/" + id + "/live").status()).isEqualTo(401);
        state(epoch, FIRST, "s1");
    }

    @Test
    void badInputIsNamed() {
        String path = "api/documents/" + id + "/live";
        for (String state : List.of("", "*", "QQ", "QR==", "QQ==\n", "QUJD=", "QUJ D", "QUJ-", "=")) {
            refused(ada.client().put(path, body("epoch", epoch, "etag", etag(FIRST), "state", state)), "state");
        }
        refused(ada.client().put(path, body("epoch", epoch, "etag", etag(FIRST))), "state");
        refused(ada.client().put(path, body("epoch", epoch, "state", base64("s"))), "etag");
        refused(ada.client().put(path, body("epoch", epoch, "etag", "\"x\"", "state", base64("s"))), "etag");
        refused(
                ada.client()
                        .put(path, body("epoch", epoch, "etag", etag(FIRST), "state", base64("s"), "baseEtag", "*")),
                "baseEtag");
        refused(ada.client().put(path, body("etag", etag(FIRST), "state", base64("s"))), "epoch");
        refused(ada.client().put(path, body("epoch", "one", "etag", etag(FIRST), "state", base64("s"))), "epoch");
        String much = Base64.getEncoder().encodeToString(new byte[LiveEdit.BYTES_MAX + 1]);
        refused(ada.client().put(path, body("epoch", epoch, "etag", etag(FIRST), "state", much)), "state");
        assertThat(live(ada.client()).get("epoch").isNull()).isTrue();

        Map<String, Object> write = Map.of("title", "t", "content", "c", "live", sent(epoch, "s"));
        for (String base : List.of("*", "W/" + quoted(FIRST), quoted(FIRST) + ", " + quoted("second"))) {
            refused(ada.client().with("If-Match", base).put("api/documents/" + id, write), "live");
        }
        Map<String, Object> epochless = Map.of("title", "t", "content", "c", "live", Map.of("state", base64("s")));
        refused(ada.client().with("If-Match", quoted(FIRST)).put("api/documents/" + id, epochless), "live.epoch");
        assertThat(ada.client()
                        .post("api/workspaces/" + workspace + "/documents", write)
                        .json()
                        .get("code")
                        .asString())
                .isEqualTo("UNKNOWN_FIELD");
        assertThat(ada.client().get("api/documents/" + id).json().get("content").asString())
                .isEqualTo(FIRST);
    }

    @Test
    void theGreatestStateFits() {
        String most = Base64.getEncoder().encodeToString(new byte[LiveEdit.BYTES_MAX]);
        Answer published = ada.client()
                .put("api/documents/" + id + "/live", body("epoch", epoch, "etag", etag(FIRST), "state", most));
        assertThat(published.status()).isEqualTo(200);
        assertThat(live(ada.client()).get("state").asString()).isEqualTo(most);
    }

    private Answer publish(TestClient client, String epoch, @Nullable String base, String content, String state) {
        return publish(client, id, epoch, base, content, state);
    }

    private static Answer publish(
            TestClient client, String id, String epoch, @Nullable String base, String content, String state) {
        return client.put(
                "api/documents/" + id + "/live",
                body("epoch", epoch, "baseEtag", base, "etag", etag(content), "state", base64(state)));
    }

    private Answer write(TestClient client, String base, String content, String epoch, String state) {
        return client.with("If-Match", quoted(base))
                .put(
                        "api/documents/" + id,
                        Map.of("title", "Together", "content", content, "live", sent(epoch, state)));
    }

    private JsonNode live(TestClient client) {
        Answer answer = client.get("api/documents/" + id + "/live");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private void state(String epoch, String content, String state) {
        JsonNode live = live(ada.client());
        assertThat(live.get("epoch").asString()).isEqualTo(epoch);
        assertThat(live.get("etag").asString()).isEqualTo(etag(content));
        assertThat(live.get("state").asString()).isEqualTo(base64(state));
    }

    private static void stale(Answer answer, JsonNode current) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(412);
        assertThat(answer.json().get("code").asString()).isEqualTo("STALE");
        assertThat(answer.json().get("current")).isEqualTo(current);
    }

    private static void refused(Answer answer, String field) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        assertThat(answer.json().at("/errors/0/field").asString()).isEqualTo(field);
    }

    private Map<String, @Nullable Object> mutation(String operation, String id) {
        return body("mutationId", freshId(), "entity", "document", "op", operation, "id", id, "spaceId", workspace);
    }

    private JsonNode push(Map<String, @Nullable Object> mutation) {
        Answer answer = ada.client().post("api/sync/push", Map.of("mutations", List.of(mutation)));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().get("results").get(0);
    }

    private JsonNode pull(String cursor) {
        return ada.client()
                .get("api/sync/since?spaces=" + workspace + (cursor.isEmpty() ? "" : "&cursor=" + cursor))
                .json();
    }

    private static List<Answer> atOnce(Callable<Answer> one, Callable<Answer> two) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> answer : threads.invokeAll(List.of(one, two))) {
                answers.add(answer.get());
            }
            return answers;
        }
    }

    private static Map<String, String> sent(String epoch, String state) {
        return Map.of("epoch", epoch, "state", base64(state));
    }

    private static String base64(String state) {
        return Base64.getEncoder().encodeToString(state.getBytes(StandardCharsets.UTF_8));
    }

    private static String etag(String content) {
        return Content.etag(content.getBytes(StandardCharsets.UTF_8));
    }

    private static String quoted(String content) {
        return "\"" + etag(content) + "\"";
    }
}
