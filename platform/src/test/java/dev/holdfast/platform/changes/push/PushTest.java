package dev.holdfast.platform.changes.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.notes.Notes;
import dev.holdfast.notes.World;
import dev.holdfast.platform.Actor;
import dev.holdfast.platform.changes.Feed;
import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.feed.FeedClient;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class PushTest {
    private static World world;

    @BeforeAll
    static void boot() {
        world = new World(Map.of());
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void carriesOutInOrderAndMarks() {
        Actor ann = world.account();
        UUID space = world.space(ann);
        UUID note = world.id();
        FeedClient client = new FeedClient(() -> world.client(ann), "").pullAll(10);
        JsonNode answer = push(
                ann,
                List.of(
                        mutation("m1", "create", space, note, "one"),
                        with(mutation("m2", "update", space, note, "two"), "baseMutationId", "m1"),
                        with(mutation("m3", "update", space, note, "three"), "baseEtag", Notes.etag("two"))));
        assertThat(statuses(answer)).containsExactly("applied", "applied", "applied");
        assertThat(answer.at("/results/2/etag").asString()).isEqualTo(Notes.etag("three"));
        assertThat(answer.at("/results/0").propertyNames()).containsExactly("mutationId", "status", "etag");
        JsonNode pulled = world.client(ann)
                .get("api/sync/since?cursor=" + answer.get("cursor").asString())
                .json();
        assertThat(pulled.at("/changes/0/etag").asString()).isEqualTo(Notes.etag("three"));
        assertThat(pulled.get("changes").size()).isEqualTo(1);
        assertThat(client.pullAll(10).held(space, "note", note)).isNotNull();
    }

    @Test
    void answersTheSameAgainAndDoesNothing() {
        Actor ann = world.account();
        UUID space = world.space(ann);
        UUID note = world.id();
        List<Map<String, Object>> queue = List.of(
                mutation("a", "create", space, note, "one"),
                mutation("b", "create", space, note, "again"),
                mutation("c", "create", space, world.id(), "refuse"));
        JsonNode first = push(ann, queue).get("results");
        assertThat(statuses(first)).containsExactly("applied", "conflict", "rejected");
        world.notes().put(ann, space, note, "written by somebody else", 0);
        assertThat(push(ann, queue).get("results")).isEqualTo(first);
        assertThat(text(ann, space, note)).isEqualTo("written by somebody else");
        Map<String, Object> other = mutation("a", "create", space, note, "another under this name");
        JsonNode refused = push(ann, List.of(other)).at("/results/0");
        assertThat(refused.at("/problem/code").asString()).isEqualTo("IDEMPOTENCY_MISMATCH");
        Actor bob = world.account();
        UUID bobs = world.space(bob);
        assertThat(statuses(push(bob, List.of(mutation("a", "create", bobs, world.id(), "Bob's own a")))))
                .containsExactly("applied");
    }

    @Test
    void theSameMutationAtOnceHappensOnce() throws Exception {
        Actor ann = world.account();
        UUID space = world.space(ann);
        UUID note = world.id();
        List<Future<JsonNode>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                answers.add(threads.submit(() -> push(ann, List.of(mutation("once", "create", space, note, "once")))
                        .get("results")));
            }
        }
        for (Future<JsonNode> answer : answers) {
            assertThat(statuses(answer.get())).containsExactly("applied");
        }
        assertThat(world.notes().put(ann, space, note, "more", 0).revision()).isEqualTo(2);
    }

    @Test
    void theSamePushAtOnceHappensOnce() throws Exception {
        Actor ann = world.account();
        UUID space = world.space(ann);
        List<UUID> notes = Stream.generate(world::id).limit(60).toList();
        List<Map<String, Object>> queue = new ArrayList<>();
        notes.forEach(note -> queue.add(mutation("new-" + note, "create", space, note, "once")));
        List<Future<JsonNode>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 6; i++) {
                answers.add(threads.submit(() -> push(ann, queue).get("results")));
            }
        }
        for (Future<JsonNode> answer : answers) {
            assertThat(statuses(answer.get())).hasSize(60).containsOnly("applied");
        }
        for (UUID note : notes) {
            assertThat(world.notes().put(ann, space, note, "more", 0).revision())
                    .isEqualTo(2);
        }
    }

    @Test
    void aNameTwiceInAPushIsOneMutationAndALaterOneIsNoBase() {
        Actor ann = world.account();
        UUID space = world.space(ann);
        UUID note = world.id();
        Map<String, Object> create = mutation("n1", "create", space, note, "one");
        JsonNode results = push(
                        ann,
                        List.of(
                                create,
                                with(mutation("n2", "update", space, note, "two"), "baseMutationId", "n3"),
                                with(mutation("n3", "update", space, note, "three"), "baseMutationId", "n1"),
                                create,
                                mutation("n3", "create", space, note, "another under this name")))
                .get("results");
        assertThat(statuses(results)).containsExactly("applied", "rejected", "applied", "applied", "rejected");
        assertThat(results.get(3)).isEqualTo(results.get(0));
        assertThat(results.at("/4/problem/code").asString()).isEqualTo("IDEMPOTENCY_MISMATCH");
        assertThat(text(ann, space, note)).isEqualTo("three");
    }

    @Test
    void whatIsAppliedTogetherCommitsOnceAndWhatIsNotForItself() throws SQLException {
        Actor ann = world.account();
        UUID space = world.space(ann);
        List<Map<String, Object>> queue = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            queue.add(mutation("t-" + i, "create", space, world.id(), "text"));
        }
        assertThat(statuses(push(ann, queue))).containsOnly("applied");
        assertThat(commitsOf("t-%")).isEqualTo(1);

        List<Map<String, Object>> mixed = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            mixed.add(mutation("u-" + i, "create", space, world.id(), i == 3 ? "refuse" : "text"));
        }
        assertThat(statuses(push(ann, mixed))).containsExactly("applied", "applied", "applied", "rejected", "applied");
        assertThat(commitsOf("u-%")).isEqualTo(5);
    }

    private static long commitsOf(String mutations) throws SQLException {
        try (Connection owner = world.database().owner();
                PreparedStatement select = owner.prepareStatement(
                        "select count(distinct xmin::text) from platform.sync_mutations where mutation_id like ?")) {
            select.setString(1, mutations);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    @Test
    void conflictsAndRejectionsLeaveNothingBehind() {
        Actor ann = world.account();
        UUID space = world.space(ann);
        UUID note = world.id();
        world.notes().put(ann, space, note, "server's", 0);
        FeedClient client = new FeedClient(() -> world.client(ann), "").pullAll(10);
        String before = client.cursor();
        JsonNode results = push(
                        ann,
                        List.of(
                                with(mutation("x1", "update", space, note, "mine"), "baseEtag", Notes.etag("older")),
                                with(mutation("x2", "delete", space, note, ""), "baseEtag", Notes.etag("older")),
                                mutation("x3", "create", space, note, "refuse"),
                                mutation("x4", "create", space, note, "explode"),
                                with(mutation("x5", "update", space, note, "on top"), "baseMutationId", "x1"),
                                with(mutation("x6", "update", space, note, "on what?"), "baseMutationId", "never")))
                .get("results");
        assertThat(statuses(results))
                .containsExactly("conflict", "conflict", "rejected", "rejected", "conflict", "rejected");
        assertThat(results.at("/0/current/text").asString()).isEqualTo("server's");
        assertThat(results.at("/1/current/text").asString()).isEqualTo("server's");
        assertThat(results.at("/2/problem/errors/0/field").asString()).isEqualTo("data.text");
        assertThat(results.at("/3/problem/status").asInt()).isEqualTo(500);
        assertThat(results.at("/4/current/text").asString()).isEqualTo("server's");
        assertThat(results.at("/5/problem/errors/0/field").asString()).isEqualTo("baseMutationId");
        assertThat(world.client(ann)
                        .get("api/sync/since?cursor=" + before)
                        .json()
                        .get("changes")
                        .isEmpty())
                .isTrue();
        assertThat(world.notes().put(ann, space, note, "next", 0).revision()).isEqualTo(2);
    }

    @Test
    void rejectsWhatBreaksARuleOneByOne() {
        Actor ann = world.account();
        UUID space = world.space(ann);
        UUID foreign = world.space(world.account());
        Map<String, Object> noOp = mutation("r1", "upsert", space, world.id(), "x");
        Map<String, Object> noId = mutation("r2", "create", space, world.id(), "x");
        noId.put("id", "not-an-id");
        Map<String, Object> noKind = mutation("r3", "create", space, world.id(), "x");
        noKind.put("entity", "nothing-of-the-kind");
        Map<String, Object> both = with(mutation("r4", "update", space, world.id(), "x"), "baseEtag", "e");
        both.put("baseMutationId", "r1");
        Map<String, Object> elsewhere = mutation("r5", "create", foreign, world.id(), "x");
        Map<String, Object> fine = mutation("r6", "create", space, world.id(), "x");
        JsonNode results =
                push(ann, List.of(noOp, noId, noKind, both, elsewhere, fine)).get("results");
        assertThat(statuses(results))
                .containsExactly("rejected", "rejected", "rejected", "rejected", "rejected", "applied");
        assertThat(results.at("/0/problem/errors/0/field").asString()).isEqualTo("op");
        assertThat(results.at("/1/problem/errors/0/field").asString()).isEqualTo("id");
        assertThat(results.at("/2/problem/errors/0/field").asString()).isEqualTo("entity");
        assertThat(results.at("/3/problem/errors/0/field").asString()).isEqualTo("baseMutationId");
    }

    @Test
    void refusesAPushThatCantBeRead() {
        Actor ann = world.account();
        TestClient client = world.client(ann);
        assertThat(client.post("api/sync/push", "{").status()).isEqualTo(400);
        assertThat(client.post("api/sync/push", "{}").status()).isEqualTo(422);
        assertThat(client.post("api/sync/push", "{\"mutations\":[null]}").status())
                .isEqualTo(422);
        assertThat(client.post("api/sync/push", "{\"mutations\":[{}]}").status())
                .isEqualTo(422);
        assertThat(client.post("api/sync/push", "{\"mutations\":[{\"mutationId\":\"a\",\"nonsense\":1}]}")
                        .status())
                .isEqualTo(422);
        assertThat(client.post("api/sync/push", "{\"mutations\":[{\"mutationId\":\"" + "a".repeat(101) + "\"}]}")
                        .status())
                .isEqualTo(422);
        List<Map<String, Object>> many = new ArrayList<>();
        for (int i = 0; i <= 500; i++) {
            many.add(mutation("m" + i, "create", world.id(), world.id(), "x"));
        }
        assertThat(client.post("api/sync/push", Map.of("mutations", many)).status())
                .isEqualTo(413);
        assertThat(world.app()
                        .client()
                        .post("api/sync/push", Map.of("mutations", List.of()))
                        .status())
                .isEqualTo(401);
        assertThat(client.post("api/sync/push", Map.of("mutations", List.of()))
                        .json()
                        .get("results")
                        .isEmpty())
                .isTrue();
    }

    @Test
    void remembersLargeConflictsWithoutTheirCopies() {
        Actor ann = world.account();
        UUID space = world.space(ann);
        UUID note = world.id();
        world.notes().put(ann, space, note, "x".repeat(400_000), 0);
        List<Map<String, Object>> queue = List.of(mutation("big", "create", space, note, "mine"));
        JsonNode first = push(ann, queue).at("/results/0");
        world.notes().put(ann, space, note, "small again", 0);
        JsonNode again = push(ann, queue).at("/results/0");
        assertThat(first.get("status")).isEqualTo(again.get("status"));
        assertThat(first.at("/current/text").asString()).hasSize(400_000);
        assertThat(again.at("/current/text").asString()).isEqualTo("small again");
    }

    @Test
    void remembersAsLongAsTombstones() {
        Actor ann = world.account();
        UUID space = world.space(ann);
        UUID note = world.id();
        List<Map<String, Object>> queue = List.of(mutation("old", "create", space, note, "one"));
        push(ann, queue);
        Feed feed = world.app().bean(Feed.class);
        feed.purgeTombstones(world.app().clock().instant().plus(Duration.ofDays(89)));
        assertThat(statuses(push(ann, queue))).containsExactly("applied");
        feed.purgeTombstones(world.app().clock().instant().plus(Duration.ofDays(91)));
        assertThat(statuses(push(ann, queue))).containsExactly("conflict");
    }

    private static JsonNode push(Actor actor, List<Map<String, Object>> mutations) {
        TestClient.Answer answer = world.client(actor).post("api/sync/push", Map.of("mutations", mutations));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.json();
    }

    private static Map<String, Object> mutation(String name, String op, UUID space, UUID id, String text) {
        Map<String, Object> mutation = new LinkedHashMap<>();
        mutation.put("mutationId", name);
        mutation.put("entity", "note");
        mutation.put("op", op);
        mutation.put("id", id.toString());
        mutation.put("spaceId", space.toString());
        mutation.put("data", Map.of("text", text));
        return mutation;
    }

    private static Map<String, Object> with(Map<String, Object> mutation, String name, String value) {
        mutation.put(name, value);
        return mutation;
    }

    private static List<String> statuses(JsonNode answer) {
        JsonNode results = answer.isArray() ? answer : answer.get("results");
        return results.valueStream()
                .map(result -> result.get("status").asString())
                .toList();
    }

    private static String text(Actor actor, UUID space, UUID note) {
        FeedClient.Held held =
                new FeedClient(() -> world.client(actor), "").pullAll(50).held(space, "note", note);
        return held == null ? "none" : held.data().get("text").asString();
    }
}
