package dev.holdfast.platform.changes.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.notes.TestTokens;
import dev.holdfast.notes.World;
import dev.holdfast.platform.Actor;
import dev.holdfast.testkit.TestApp;
import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.feed.EventStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

final class StreamTest {
    private static final Logger log = LoggerFactory.getLogger(StreamTest.class);

    private static World world;

    @BeforeAll
    static void boot() {
        world = new World(Map.of("holdfast.changes.heartbeat", "400ms", "holdfast.changes.streams-per-account", "3"));
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void tellsOfAWriteAndOfWhereTheFeedStandsAtFirst() throws Exception {
        Actor ann = world.account();
        UUID space = world.space(ann);
        world.notes().put(ann, space, world.id(), "before", 0);
        try (EventStream stream = open(world.app(), ann)) {
            assertThat(stream.status()).isEqualTo(200);
            assertThat(stream.header("Content-Type")).startsWith("text/event-stream");
            assertThat(stream.header("Cache-Control")).contains("no-store");
            long first = head(stream.await("changed"), space);
            world.notes().put(ann, space, world.id(), "text", 0);
            JsonNode spaces = world.client(ann).get("api/sync/since").json().get("spaces");
            long head = spaces.get(0).get("head").asLong();
            assertThat(head).isGreaterThan(first - 1);
            stream.await(event -> event.name().equals("changed") && head(event, space) == head);
            stream.await(":");
        }
    }

    @Test
    void tellsOfAWriteOnAnotherNodeByListening() throws Exception {
        reachesTheOtherNode(Map.of("holdfast.changes.poll", "1h"));
    }

    @Test
    void tellsOfAWriteOnAnotherNodeByPolling() throws Exception {
        reachesTheOtherNode(Map.of("holdfast.changes.listen", "false", "holdfast.changes.poll", "100ms"));
    }

    private static void reachesTheOtherNode(Map<String, String> settings) throws Exception {
        Actor ann = world.account();
        UUID space = world.space(ann);
        world.client(ann).get("api/sync/since");
        try (TestApp second = world.node(settings);
                EventStream stream = open(second, ann)) {
            long head = head(stream.await("changed"), space);
            for (int i = 1; i <= 5; i++) {
                world.notes().put(ann, space, world.id(), "text", 0);
                long wanted = head + i;
                stream.await(event -> event.name().equals("changed") && head(event, space) >= wanted);
            }
        }
    }

    @Test
    void tellsOfSpacesJoinedAndLeft() throws Exception {
        Actor ann = world.account();
        Actor bob = world.account();
        UUID space = world.space(ann);
        try (EventStream stream = open(world.app(), bob)) {
            stream.await(":");
            world.join(space, bob, "member");
            EventStream.Event joined = stream.await("spaces");
            assertThat(TestClient.JSON.readTree(joined.data()).at("/gained/0").asString())
                    .isEqualTo(space.toString());
            stream.await(event -> event.name().equals("changed") && event.data().contains(space.toString()));
            world.leave(space, bob);
            EventStream.Event left = stream.await("spaces");
            assertThat(TestClient.JSON.readTree(left.data()).at("/lost/0").asString())
                    .isEqualTo(space.toString());
            world.notes().put(ann, space, world.id(), "not for Bob", 0);
            EventStream.Event next = stream.await(
                    event -> !event.name().equals(":") || event.data().contains("alive"));
            assertThat(next.name()).isEqualTo(":");
        }
    }

    @Test
    void endsWithTheTokenAndWithTheSession() throws Exception {
        Actor ann = world.account();
        UUID session = world.id();
        world.database()
                .asOwner(
                        "insert into platform.sessions (id, account_id, user_agent, address, created_at, last_used_at, expires_at)"
                                + " values ('" + session + "', '" + ann.requireAccount()
                                + "', 'ua', 'ip', now(), now(), now() + interval '1 day')");
        String ofSession = ann.requireAccount() + "." + session;
        String plain = ann.requireAccount().toString();
        try (EventStream one = open(world.app(), plain);
                EventStream two = open(world.app(), ofSession)) {
            world.app().bean(TestTokens.class).expire(plain);
            assertThat(one.await("bye").data()).isEqualTo("{\"reason\":\"expired\"}");
            one.await("end");
            world.database().asOwner("update platform.sessions set revoked_at = now() where id = '" + session + "'");
            assertThat(two.await("bye").data()).isEqualTo("{\"reason\":\"revoked\"}");
            two.await("end");
        }
    }

    @Test
    void refusesTooMany() throws Exception {
        Actor ann = world.account();
        List<EventStream> open = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            EventStream stream = open(world.app(), ann);
            assertThat(stream.status()).isEqualTo(200);
            open.add(stream);
        }
        TestClient client = world.client(ann).with("Accept", "text/event-stream");
        TestClient.Answer refused = client.get("api/sync/stream");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isNotNull();
        assertThat(world.app().client().get("api/sync/stream").status()).isEqualTo(401);
        open.forEach(EventStream::close);
        // A closed stream is noticed by the next heartbeat, and its place is free again.
        int status = 429;
        for (int i = 0; i < 2_000 && status != 200; i++) {
            try (EventStream again = open(world.app(), ann)) {
                status = again.status();
            }
        }
        assertThat(status).isEqualTo(200);
    }

    @Test
    void saysGoodbyeWhenItsNodeStops() throws Exception {
        Actor ann = world.account();
        world.space(ann);
        TestApp second = world.node(Map.of());
        try (EventStream stream = open(second, ann)) {
            stream.await("changed");
            second.close();
            assertThat(stream.await("bye").data()).isEqualTo("{\"reason\":\"restart\"}");
        }
    }

    @Test
    void aHundredFollowersHearOfEveryCommit() throws Exception {
        try (TestApp node = world.node(Map.of("holdfast.changes.streams-per-account", "200"))) {
            Actor ann = world.account();
            UUID space = world.space(ann);
            List<EventStream> streams = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                streams.add(open(node, ann));
                streams.getLast().await("changed");
            }
            List<Long> delays = new ArrayList<>();
            long head = 1;
            for (int i = 0; i < 10; i++) {
                node.bean(dev.holdfast.notes.Notes.class).put(ann, space, world.id(), "text", 0);
                long committed = System.nanoTime();
                head++;
                long wanted = head;
                for (EventStream stream : streams) {
                    var event = stream.await(e -> e.name().equals("changed") && head(e, space) >= wanted);
                    delays.add((event.nanos() - committed) / 1_000);
                }
            }
            delays.sort(null);
            log.warn(
                    "commit to event, microseconds: p50 {} p95 {}",
                    delays.get(delays.size() / 2),
                    delays.get(delays.size() * 95 / 100));
            streams.forEach(EventStream::close);
        }
    }

    private static EventStream open(TestApp app, Actor account) throws Exception {
        return open(app, account.requireAccount().toString());
    }

    private static EventStream open(TestApp app, String token) throws Exception {
        return EventStream.open(app.url().resolve("api/sync/stream"), token);
    }

    private static long head(EventStream.Event event, UUID space) {
        JsonNode data = TestClient.JSON.readTree(event.data());
        return data.get("spaceId").asString().equals(space.toString())
                ? data.get("head").asLong()
                : -1;
    }
}
