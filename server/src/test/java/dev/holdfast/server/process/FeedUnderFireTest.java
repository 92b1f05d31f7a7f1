package dev.holdfast.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import dev.holdfast.testkit.feed.FeedChecker;
import dev.holdfast.testkit.feed.FeedClient;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Writers and followers at work, transactions that pause before they commit, while the program is killed with SIGKILL and comes back, twice,
 * and its PostgreSQL alone is killed in between. What is written, paused and killed when follows from a seed: {@code -Dseed=…} runs it again.
 */
final class FeedUnderFireTest {
    private static final int WRITERS = 4;
    private static final int FOLLOWERS = 3;
    private static final int WRITES = 120;
    private static final int SPACES = 2;
    /** Every fourth transaction stays open for up to a fifth of a second after it left its mark. */
    private static final String PAUSES = """
            create function platform.pause() returns trigger language plpgsql as $$
            declare
                chance int := abs(hashtext(new.record_id::text || coalesce(new.etag, '') || '%d') %% 800);
            begin
                if chance < 200 then
                    perform pg_sleep(chance / 1000.0);
                end if;
                return null;
            end $$;
            create trigger pause after insert on platform.marks for each row execute function platform.pause();
            """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void everyAcknowledgedWriteReachesEveryFollowerThroughKillsAndRestarts() throws SQLException {
        FeedChecker checker = new FeedChecker(WRITES, true);
        try (ServeProcess server = ServeProcess.start(folder, Map.of())) {
            Person ann = Person.signUp(server::client);
            List<UUID> spaces = List.of(ann.workspace(), ann.workspace());
            assertThat(spaces).hasSize(SPACES);
            pauseInsideTransactions(server, checker.seed());
            List<CountDownLatch> kills = kills(new Random(checker.seed()));
            List<DocumentWriter> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                writers.add(new DocumentWriter(i, ann::client, spaces, () -> kills.forEach(CountDownLatch::countDown)));
            }
            List<FeedClient> followers = new ArrayList<>();
            for (int i = 0; i < FOLLOWERS; i++) {
                followers.add(new FeedClient(ann::client, ""));
            }
            checker.run(writers, followers, () -> {
                await(kills.get(0));
                server.kill();
                server.start();
                await(kills.get(1));
                server.killPostgres();
                await(kills.get(2));
                server.kill();
                server.start();
            });
            kills.forEach(kill -> assertThat(kill.getCount()).isZero());
            FeedClient fresh = new FeedClient(ann::client, "").pullAll(200);
            assertThat(followers).allSatisfy(follower -> {
                assertThat(follower.held()).isEqualTo(fresh.held());
                assertThat(follower.resynced()).isEmpty();
            });
            writers.forEach(writer -> isThere(writer, ann.client()));
        }
    }

    private static void pauseInsideTransactions(ServeProcess server, long seed) throws SQLException {
        try (Connection superuser =
                        DriverManager.getConnection(server.databaseUrl(), "postgres", server.databasePassword());
                var statement = superuser.createStatement()) {
            statement.execute(PAUSES.formatted(seed));
        }
    }

    /** Three moments, told by how much was acknowledged until then, one in each third of the writes. */
    private static List<CountDownLatch> kills(Random random) {
        int third = WRITERS * WRITES / 3;
        List<CountDownLatch> moments = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            moments.add(new CountDownLatch(third * i + 10 + random.nextInt(third - 20)));
        }
        return moments;
    }

    /** What was acknowledged last is what the server gives. */
    private static void isThere(DocumentWriter writer, TestClient client) {
        assertThat(writer.certain()).isNotEmpty().allSatisfy(intent -> {
            Answer found = client.get("api/documents/" + intent.id());
            if (intent.etag() == null) {
                assertThat(found.status()).isEqualTo(410);
            } else {
                assertThat(found.json().get("content").asString()).isEqualTo(intent.content());
                assertThat(found.json().get("contentEtag").asString()).isEqualTo(intent.etag());
            }
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(2, TimeUnit.MINUTES)) {
                throw new AssertionError("the writers stand still");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
