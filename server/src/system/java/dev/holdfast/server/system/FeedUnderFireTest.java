package dev.holdfast.server.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import dev.holdfast.testkit.feed.FeedChecker;
import dev.holdfast.testkit.feed.FeedClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writers and followers at work while the program is killed with SIGKILL and comes back, twice. */
final class FeedUnderFireTest {
    private static final int WRITERS = 4;
    private static final int FOLLOWERS = 3;
    private static final int WRITES = 120;
    private static final int SPACES = 2;
    private static final int RECORDS = 6;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void everyAcknowledgedWriteReachesEveryFollowerThroughKillsAndRestarts() {
        try (ServeProcess server = ServeProcess.start(folder, Map.of())) {
            String token = signUp(server.client());
            List<UUID> spaces = new ArrayList<>();
            for (int i = 0; i < SPACES; i++) {
                Answer made = server.client().bearer(token).post("api/workspaces", Map.of("name", "space " + i));
                spaces.add(UUID.fromString(made.json().get("id").asString()));
            }
            AtomicInteger acknowledged = new AtomicInteger();
            CountDownLatch first = new CountDownLatch(WRITERS * WRITES / 4);
            CountDownLatch second = new CountDownLatch(WRITERS * WRITES / 2);
            List<DocumentWriter> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                writers.add(new DocumentWriter(i, server, token, spaces, () -> {
                    acknowledged.incrementAndGet();
                    first.countDown();
                    second.countDown();
                }));
            }
            List<FeedClient> followers = new ArrayList<>();
            for (int i = 0; i < FOLLOWERS; i++) {
                followers.add(new FeedClient(() -> server.client().bearer(token), ""));
            }
            new FeedChecker(WRITES, true).run(writers, followers, () -> {
                await(first);
                server.killAndRestart();
                await(second);
                server.killAndRestart();
            });
            assertThat(acknowledged.get()).isGreaterThan(WRITERS * WRITES * 9 / 10);
            assertThat(followers.getFirst().held())
                    .isEqualTo(followers.getLast().held());
            FeedClient fresh = new FeedClient(() -> server.client().bearer(token), "");
            assertThat(fresh.pullAll(200).held()).isEqualTo(followers.getFirst().held());
            assertThat(followers)
                    .allSatisfy(follower -> assertThat(follower.resynced()).isEmpty());
        }
    }

    /** Writes documents of its own, so that their order is its own order, and again what an answer was lost for. */
    private static final class DocumentWriter implements FeedChecker.Writer {
        private final int number;
        private final ServeProcess server;
        private final String token;
        private final List<UUID> spaces;
        private final Runnable whenAcknowledged;
        private long written;

        DocumentWriter(int number, ServeProcess server, String token, List<UUID> spaces, Runnable whenAcknowledged) {
            this.number = number;
            this.server = server;
            this.token = token;
            this.spaces = spaces;
            this.whenAcknowledged = whenAcknowledged;
        }

        @Override
        public FeedChecker.Intent next(Random random) {
            int record = random.nextInt(RECORDS);
            UUID id = new UUID(0x0000_7000_0000L | ((long) number << 48), 0x8000_0000_0000_0000L | record);
            UUID space = spaces.get(record % SPACES);
            String text = "writer " + number + " write " + written + "\n" + "x".repeat(random.nextInt(2_000));
            return new FeedChecker.Intent(space, "document", id, etag(text), text, 0);
        }

        @Override
        public long carryOut(FeedChecker.Intent intent) {
            long order = ++written;
            TestClient http = server.client().bearer(token);
            Map<String, Object> body =
                    Map.of("title", "t", "content", intent.content(), "contentType", "text/markdown");
            Answer answer = http.with("If-Match", "*").put("api/documents/" + intent.id(), body);
            if (answer.status() == 404) {
                answer = http.post(
                        "api/workspaces/" + intent.space() + "/documents",
                        Map.of(
                                "id",
                                intent.id().toString(),
                                "title",
                                "t",
                                "content",
                                intent.content(),
                                "contentType",
                                "text/markdown"));
            }
            if (answer.status() / 100 != 2) {
                throw new IllegalStateException(answer.toString());
            }
            whenAcknowledged.run();
            return order;
        }
    }

    private static String signUp(TestClient client) {
        Answer answer =
                client.post("api/auth/signup", Map.of("email", "ann@fire.test", "password", Household.PASSWORD));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
        return answer.json().get("accessToken").asString();
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(2, java.util.concurrent.TimeUnit.MINUTES)) {
                throw new AssertionError("the writers stand still");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable String etag(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
