package dev.holdfast.platform.changes.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.notes.Notes;
import dev.holdfast.notes.World;
import dev.holdfast.platform.Actor;
import dev.holdfast.platform.changes.Feed;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.testkit.Eventually;
import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.feed.FeedClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

final class SyncTest {
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
    void deliversOnesOwnWriteAtOnce() {
        Actor ann = world.account();
        UUID space = world.space(ann);
        FeedClient client = client(ann);
        UUID note = world.id();
        for (int i = 0; i < 20; i++) {
            world.notes().put(ann, space, note, "text " + i, 0);
            FeedClient.Held held = Objects.requireNonNull(client.pullAll(10).held(space, "note", note));
            assertThat(held.etag()).isEqualTo(Notes.etag("text " + i));
            assertThat(held.data().get("text").asString()).isEqualTo("text " + i);
        }
        world.notes().delete(ann, space, note, 0);
        assertThat(client.pullAll(10).held(space, "note", note)).isNull();
    }

    @Test
    void aChangeHasTheSpecifiedShape() {
        Actor ann = world.account();
        UUID space = world.space(ann);
        UUID note = world.id();
        world.notes().put(ann, space, note, "text", 0);
        JsonNode page = world.client(ann).get("api/sync/since").json();
        assertThat(page.propertyNames()).containsExactly("changes", "cursor", "hasMore", "resync", "spaces");
        JsonNode first = page.get("changes").get(0);
        assertThat(first.propertyNames())
                .containsExactly("spaceId", "entity", "id", "op", "etag", "version", "at", "data");
        assertThat(first.get("entity").asString()).isEqualTo("space");
        assertThat(first.get("data").propertyNames())
                .containsExactly("id", "kind", "name", "role", "createdAt", "updatedAt");
        JsonNode last = page.get("changes").get(page.get("changes").size() - 1);
        assertThat(last.get("id").asString()).isEqualTo(note.toString());
        assertThat(last.get("at").asString()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(page.get("spaces").get(0).get("count").asLong()).isEqualTo(2);
        assertThat(page.get("spaces").get(0).get("checksum").asString()).matches("[0-9a-f]{64}");
    }

    @Test
    void pagesCarryTallSpacesOnTheLastAlone() {
        Actor ann = world.account();
        UUID space = world.space(ann);
        for (int i = 0; i < 7; i++) {
            world.notes().put(ann, space, world.id(), "n" + i, 0);
        }
        JsonNode page = world.client(ann).get("api/sync/since?limit=3").json();
        // The space's row is told first, and not again at its place in the feed.
        assertThat(page.get("changes").size()).isEqualTo(2);
        assertThat(page.get("hasMore").asBoolean()).isTrue();
        assertThat(page.has("spaces")).isFalse();
        FeedClient client = client(ann).pullAll(3);
        assertThat(client.held()).hasSize(8);
        assertThat(client.pages()).isEqualTo(3);
    }

    @Test
    void everyLimitDeliversTheSameFromManySpaces() {
        Actor ann = world.account();
        for (int s = 0; s < 5; s++) {
            UUID space = world.space(ann);
            for (int i = 0; i < s * 2; i++) {
                world.notes().put(ann, space, world.id(), "n" + i, 0);
            }
        }
        var whole = client(ann).pullAll(1_000).held();
        assertThat(whole).hasSize(5 + 20);
        for (int limit : List.of(1, 2, 3, 7, 24, 25, 26)) {
            assertThat(client(ann).pullAll(limit).held()).isEqualTo(whole);
        }
    }

    @Test
    void aPageEndsBeforeFourMegabytes() {
        Actor ann = world.account();
        UUID space = world.space(ann);
        for (int i = 0; i < 5; i++) {
            world.notes().put(ann, space, world.id(), i + "x".repeat(1_500_000), 0);
        }
        world.notes().put(ann, space, world.id(), "y".repeat(5_000_000), 0);
        FeedClient client = client(ann).pullAll(1_000);
        assertThat(client.held()).hasSize(7);
        assertThat(client.pages()).isEqualTo(4);
    }

    @Test
    void aSpaceJoinedComesWholeAndOneLeftGoes() {
        Actor ann = world.account();
        Actor bob = world.account();
        UUID shared = world.space(ann);
        UUID own = world.space(bob);
        UUID old = world.id();
        world.notes().put(ann, shared, old, "older than the membership", 0);
        FeedClient client = client(bob).pullAll(50);
        assertThat(client.held(shared, "note", old)).isNull();
        world.join(shared, bob, "member");
        assertThat(client.pullAll(1).held(shared, "note", old)).isNotNull();
        assertThat(role(client, shared)).isEqualTo("member");
        world.join(shared, bob, "owner");
        assertThat(role(client.pullAll(1), shared)).isEqualTo("owner");
        world.leave(shared, bob);
        client.pullAll(1);
        assertThat(client.held().keySet())
                .isNotEmpty()
                .allMatch(key -> key.space().equals(own));
        world.notes().put(ann, shared, old, "not for Bob", 0);
        assertThat(client.pullAll(1).held(shared, "note", old)).isNull();
        world.join(shared, bob, "member");
        assertThat(client.pullAll(1).held(shared, "note", old)).isNotNull();
        assertThat(client.resynced()).isEmpty();
    }

    @Test
    void aCursorThatLostManySpacesTellsOfEach() {
        Actor ann = world.account();
        Actor bob = world.account();
        UUID kept = world.space(bob);
        List<UUID> spaces = List.of(world.space(ann), world.space(ann), world.space(ann));
        spaces.forEach(space -> world.join(space, bob, "member"));
        FeedClient client = client(bob).pullAll(100);
        spaces.forEach(space -> world.leave(space, bob));
        assertThat(client.pullAll(1).held().keySet())
                .extracting(FeedClient.Key::space)
                .containsOnly(kept);
    }

    @Test
    void resyncsWhoeverMissedPurgedTombstones() {
        Actor ann = world.account();
        UUID space = world.space(ann);
        UUID quiet = world.space(ann);
        UUID kept = world.id();
        UUID deleted = world.id();
        world.notes().put(ann, space, kept, "kept", 0);
        world.notes().put(ann, space, deleted, "to be deleted", 0);
        FeedClient away = client(ann).pullAll(10);
        world.notes().delete(ann, space, deleted, 0);
        FeedClient current = client(ann).pullAll(10);
        Feed feed = world.app().bean(Feed.class);
        assertThat(feed.purgeTombstones(world.app().clock().instant())).isZero();
        // A tombstone stays until every follower inside the program has passed it.
        Eventually.holds("the tombstone is purged", () -> {
            feed.purgeTombstones(world.app().clock().instant().plus(Duration.ofDays(91)));
            return !isInFeed(deleted);
        });
        world.notes().put(ann, space, kept, "kept on", 0);
        assertThat(away.pullAll(1).held(space, "note", deleted)).isNull();
        assertThat(away.resynced()).containsExactly(space);
        assertThat(current.pullAll(1).resynced()).isEmpty();
        assertThat(client(ann).pullAll(1).resynced()).isEmpty();
        assertThat(away.held()).isEqualTo(client(ann).pullAll(10).held()).isEqualTo(current.held());
        assertThat(away.held(quiet, "space", quiet)).isNotNull();
    }

    private static boolean isInFeed(UUID id) {
        return world.app()
                .bean(Transactions.class)
                .read(
                        Actor.system("test"),
                        tx -> world.app()
                                .bean(JdbcClient.class)
                                .sql("select exists (select from platform.changes where record_id = :id)")
                                .param("id", id)
                                .query(Boolean.class)
                                .single());
    }

    @Test
    void resyncsEverySpaceInAnotherEpoch() {
        Actor ann = world.account();
        UUID space = world.space(ann);
        UUID note = world.id();
        world.notes().put(ann, space, note, "text", 0);
        FeedClient client = client(ann).pullAll(10);
        Feed feed = world.app().bean(Feed.class);
        world.app().bean(Transactions.class).write(Actor.system("test"), feed::newEpoch);
        // As after a restore: the deletion below never left a change, the numbers begin again.
        world.database()
                .asOwner(
                        "delete from platform.changes where space_id = '" + space + "'",
                        "delete from platform.tallies where space_id = '" + space + "'",
                        "update platform.heads set head = 0 where space_id = '" + space + "'",
                        "update notes.notes set deleted = true where id = '" + note + "'");
        UUID later = world.id();
        world.notes().put(ann, space, later, "later", 0);
        client.pullAll(1);
        assertThat(client.resynced()).containsExactly(space);
        assertThat(client.held(space, "note", note)).isNull();
        assertThat(client.held(space, "note", later)).isNotNull();
    }

    @Test
    void resyncsACursorAheadOfTheHead() {
        Actor ann = world.account();
        UUID space = world.space(ann);
        UUID note = world.id();
        for (int i = 0; i < 3; i++) {
            world.notes().put(ann, space, note, "text" + i, 0);
            world.client(ann).get("api/sync/since");
        }
        FeedClient client = client(ann).pullAll(10);
        world.database().asOwner("update platform.heads set head = 1 where space_id = '" + space + "'");
        client.pullAll(10);
        assertThat(client.resynced()).containsExactly(space);
    }

    @Test
    void startsAtATime() {
        Actor ann = world.account();
        UUID space = world.space(ann);
        UUID early = world.id();
        UUID late = world.id();
        world.notes().put(ann, space, early, "early", 0);
        world.app().clock().advance(Duration.ofMinutes(10));
        Instant start = world.app().clock().instant();
        world.notes().put(ann, space, late, "late", 0);
        world.app().clock().reset();
        for (String from : List.of(start.toString(), ulid(start))) {
            JsonNode page =
                    world.client(ann).get("api/sync/since?cursor=" + from).json();
            assertThat(ids(page)).contains(late.toString()).doesNotContain(early.toString());
        }
        JsonNode all = world.client(ann)
                .get("api/sync/since?cursor=2020-01-01T00:00:00Z")
                .json();
        assertThat(ids(all)).contains(late.toString(), early.toString());
        JsonNode none = world.client(ann)
                .get("api/sync/since?cursor=2999-01-01T00:00:00%2B01:00")
                .json();
        assertThat(ids(none)).doesNotContain(late.toString(), early.toString());
        world.notes().put(ann, space, early, "again", 0);
        JsonNode next = world.client(ann)
                .get("api/sync/since?cursor=" + none.get("cursor").asString())
                .json();
        assertThat(ids(next)).containsExactly(early.toString());
    }

    @Test
    void filtersByAppsAndSpaces() {
        Actor ann = world.account();
        UUID one = world.space(ann);
        UUID other = world.space(ann);
        world.notes().put(ann, one, world.id(), "one", 0);
        world.notes().put(ann, other, world.id(), "other", 0);
        FeedClient ofOne = new FeedClient(() -> world.client(ann), "&apps=notes&spaces=" + one).pullAll(1);
        assertThat(ofOne.held().keySet()).hasSize(2).allMatch(key -> key.space().equals(one));
        TestClient client = world.client(ann);
        String cursor = ofOne.cursor();
        assertThat(code(client.get("api/sync/since?cursor=" + cursor))).isEqualTo("CURSOR_MISMATCH");
        assertThat(code(client.get("api/sync/since?apps=notes&cursor=" + cursor)))
                .isEqualTo("CURSOR_MISMATCH");
        assertThat(code(client.get("api/sync/since?apps=no-such-app"))).isEqualTo("MALFORMED");
        assertThat(code(client.get("api/sync/since?spaces=1-1-1-1-1"))).isEqualTo("MALFORMED");
        JsonNode stranger = client.get("api/sync/since?spaces=" + world.space(world.account()))
                .json();
        assertThat(stranger.get("changes").isEmpty()).isTrue();
    }

    @Test
    void takesALongCursorInABody() {
        Actor ann = world.account();
        UUID space = world.space(ann);
        JsonNode first = world.client(ann)
                .post("api/sync/since", Map.of("apps", List.of("notes"), "limit", 10))
                .json();
        UUID note = world.id();
        world.notes().put(ann, space, note, "text", 0);
        JsonNode second = world.client(ann)
                .post(
                        "api/sync/since",
                        Map.of(
                                "apps",
                                List.of("notes"),
                                "cursor",
                                first.get("cursor").asString()))
                .json();
        assertThat(ids(second)).containsExactly(note.toString());
        assertThat(world.client(ann)
                        .post("api/sync/since", Map.of("unknown", 1))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void refusesWhatCantBeRead() {
        Actor ann = world.account();
        TestClient client = world.client(ann);
        for (String cursor :
                List.of("garbage", "AAAA", "2026-13-41T00:00:00Z", "8ZZZZZZZZZZZZZZZZZZZZZZZZZ", "12:30")) {
            TestClient.Answer answer = client.get("api/sync/since?cursor=" + cursor);
            assertThat(answer.status()).as(cursor).isEqualTo(400);
            assertThat(code(answer)).as(cursor).isEqualTo("CURSOR_INVALID");
        }
        for (String limit : List.of("0", "1001", "-1", "x", "99999999999")) {
            assertThat(client.get("api/sync/since?limit=" + limit).status())
                    .as(limit)
                    .isEqualTo(400);
        }
        assertThat(world.app().client().get("api/sync/since").status()).isEqualTo(401);
    }

    @Test
    void nobodyFollowsAForgedEntryIntoAForeignSpace() {
        Actor ann = world.account();
        Actor mallory = world.account();
        UUID space = world.space(ann);
        UUID note = world.id();
        world.notes().put(ann, space, note, "secret", 0);
        String foreign = client(ann).pullAll(10).cursor();
        JsonNode page =
                world.client(mallory).get("api/sync/since?cursor=" + foreign).json();
        assertThat(page.toString()).doesNotContain("secret").doesNotContain(note.toString());
    }

    private static FeedClient client(Actor account) {
        return new FeedClient(() -> world.client(account), "");
    }

    private static String role(FeedClient client, UUID space) {
        FeedClient.Held held = client.held(space, "space", space);
        return held == null ? "none" : held.data().get("role").asString();
    }

    private static List<String> ids(JsonNode page) {
        return page.get("changes")
                .valueStream()
                .filter(change -> change.get("entity").asString().equals("note"))
                .map(change -> change.get("id").asString())
                .toList();
    }

    private static String code(TestClient.Answer answer) {
        return answer.json().path("code").asString("none: " + answer);
    }

    private static String ulid(Instant at) {
        StringBuilder text = new StringBuilder();
        long millis = at.toEpochMilli();
        for (int i = 9; i >= 0; i--) {
            text.append("0123456789ABCDEFGHJKMNPQRSTVWXYZ".charAt((int) (millis >>> 5 * i & 31)));
        }
        return text + "0123456789ABCDEF";
    }
}
