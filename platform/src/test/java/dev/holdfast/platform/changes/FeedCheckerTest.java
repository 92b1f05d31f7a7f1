package dev.holdfast.platform.changes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.notes.Notes;
import dev.holdfast.notes.World;
import dev.holdfast.platform.Actor;
import dev.holdfast.testkit.TestApp;
import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.feed.FeedChecker;
import dev.holdfast.testkit.feed.FeedClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Many writers, many followers, two nodes: whatever the order of commits, nobody misses anything. */
final class FeedCheckerTest {
    private static final int WRITERS = 6;
    private static final int FOLLOWERS = 4;
    private static final int RECORDS_PER_SPACE = 8;

    @Test
    void everyFollowerGetsEveryAcknowledgedWriteInItsLastState() throws Exception {
        try (World world = new World(Map.of("holdfast.db.pool-size", "16"));
                TestApp second = world.node(Map.of("holdfast.db.pool-size", "16"))) {
            Actor ann = world.account();
            List<UUID> spaces = new ArrayList<>();
            List<List<UUID>> records = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                spaces.add(world.space(ann));
                List<UUID> ids = new ArrayList<>();
                for (int r = 0; r < RECORDS_PER_SPACE; r++) {
                    ids.add(world.id());
                }
                records.add(ids);
            }
            TestClient one = world.client(ann);
            TestClient two = second.client().bearer(ann.requireAccount().toString());
            List<NoteWriter> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                writers.add(new NoteWriter(i % 2 == 0 ? one : two, spaces, records));
            }
            List<FeedClient> followers = new ArrayList<>();
            for (int i = 0; i < FOLLOWERS; i++) {
                TestClient http = i % 2 == 0 ? two : one;
                followers.add(new FeedClient(() -> http, ""));
            }
            new FeedChecker(120, false).run(writers, followers, null);
            assertThat(followers.getFirst().held())
                    .isEqualTo(followers.getLast().held());
            assertThat(talliesThatDiffer(world)).isZero();
        }
    }

    /** Writes a random record of a random space, and holds some transactions open. */
    private record NoteWriter(TestClient http, List<UUID> spaces, List<List<UUID>> records)
            implements FeedChecker.Writer {
        private static final AtomicInteger texts = new AtomicInteger();

        @Override
        public FeedChecker.Intent next(Random random) {
            int space = random.nextInt(spaces.size());
            UUID record = records.get(space).get(random.nextInt(RECORDS_PER_SPACE));
            long pause = random.nextInt(10) == 0 ? random.nextInt(60) : 0;
            if (random.nextInt(5) == 0) {
                return new FeedChecker.Intent(spaces.get(space), "note", record, null, "", pause);
            }
            String text = "text " + texts.incrementAndGet();
            return new FeedChecker.Intent(spaces.get(space), "note", record, Notes.etag(text), text, pause);
        }

        @Override
        public long carryOut(FeedChecker.Intent intent) {
            String path = "api/notes/" + intent.space() + "/" + intent.id();
            TestClient.Answer answer = intent.etag() == null
                    ? http.delete(path + "?pauseMillis=" + intent.pauseMillis())
                    : http.put(path, Map.of("text", intent.content(), "pauseMillis", intent.pauseMillis()));
            if (answer.status() != 200) {
                throw new IllegalStateException(answer.toString());
            }
            return answer.json().get("revision").asLong();
        }
    }

    private static long talliesThatDiffer(World world) throws Exception {
        try (var connection = world.database().owner();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("""
                        select count(*)
                          from (select space_id, entity, count(*) as live,
                                       bit_xor(platform.fingerprint(entity, record_id, version, etag)) as checksum
                                  from platform.changes where op = 'upsert' group by space_id, entity) c
                          full join (select * from platform.tallies where live <> 0) t
                            on t.space_id = c.space_id and t.entity = c.entity
                         where t.live is distinct from c.live or t.checksum is distinct from c.checksum
                        """)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
