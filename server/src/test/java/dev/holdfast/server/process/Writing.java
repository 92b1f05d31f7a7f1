package dev.holdfast.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import dev.holdfast.testkit.feed.FeedClient;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Threads that write documents, a few dozen a second, while something happens to the program. */
final class Writing implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Writing.class);
    private static final int THREADS = 3;
    private static final int BEFORE = 15;
    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(40);

    private final TestClient client;
    private final UUID workspace;
    private final Map<UUID, String> acknowledged = new ConcurrentHashMap<>();
    private final Set<Answer> refused = ConcurrentHashMap.newKeySet();
    private final CountDownLatch begun = new CountDownLatch(BEFORE);
    private final List<Thread> threads = new ArrayList<>();
    private volatile @Nullable CountDownLatch more;
    private volatile boolean stopped;

    /** Begins to write and returns when a few writes have been acknowledged. */
    static Writing begin(TestClient client, UUID workspace) {
        Writing writing = new Writing(client, workspace);
        for (int i = 0; i < THREADS; i++) {
            writing.threads.add(Thread.ofVirtual().start(writing::write));
        }
        await(writing.begun);
        return writing;
    }

    private Writing(TestClient client, UUID workspace) {
        this.client = client;
        this.workspace = workspace;
    }

    /** Waits until further writes have been acknowledged. */
    void awaitMore() {
        CountDownLatch latch = new CountDownLatch(BEFORE);
        more = latch;
        await(latch);
    }

    /** What was answered with another status than success. */
    List<Answer> refused() {
        return List.copyOf(refused);
    }

    /** Ends the writing and checks, on a program that may have been started again, that nothing acknowledged is missing. */
    void isKept(Person person) {
        close();
        FeedClient feed = new FeedClient(person::client, "").pullAll(200);
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(BEFORE).allSatisfy((id, etag) -> {
            FeedClient.Held held = Objects.requireNonNull(feed.held(workspace, "document", id), () -> "lost: " + id);
            assertThat(held.etag()).isEqualTo(etag);
        });
        Answer one = person.client()
                .get("api/documents/" + acknowledged.keySet().iterator().next());
        assertThat(one.json().get("content").asString()).startsWith("# Words");
    }

    @Override
    public void close() {
        stopped = true;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void write() {
        Map<String, Object> body =
                Map.of("title", "t", "content", "# Words\n" + "word ".repeat(200), "contentType", "text/markdown");
        while (!stopped) {
            try {
                Answer answer = client.post("api/workspaces/" + workspace + "/documents", body);
                if (answer.status() == 201) {
                    acknowledge(answer);
                } else {
                    refused.add(answer);
                }
            } catch (UncheckedIOException e) {
                log.debug("The program is away, which is what these tests are about", e);
            }
            LockSupport.parkNanos(REST_NANOS);
        }
    }

    private void acknowledge(Answer answer) {
        acknowledged.put(
                UUID.fromString(answer.json().get("id").asString()),
                answer.json().get("contentEtag").asString());
        begun.countDown();
        CountDownLatch latch = more;
        if (latch != null) {
            latch.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(2, TimeUnit.MINUTES)) {
                throw new AssertionError("nothing is acknowledged any more");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
