package dev.holdfast.platform.loops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Ids;
import dev.holdfast.platform.PlatformConfiguration;
import dev.holdfast.platform.Stage;
import dev.holdfast.platform.changes.Feed;
import dev.holdfast.platform.changes.FeedChange;
import dev.holdfast.platform.changes.Round;
import dev.holdfast.platform.changes.RoundListener;
import dev.holdfast.platform.db.Change;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.testkit.Eventually;
import dev.holdfast.testkit.TestApp;
import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;

/** What ends a round with an error doesn't end its loop. */
final class LoopFailuresTest {
    private static final Duration DOWN = Duration.ofSeconds(31);
    private static final AtomicBoolean deaf = new AtomicBoolean();

    private static TestApp app;
    private static TestClient client;
    private static UUID account;
    private static UUID space;

    static class Declared {
        @Bean
        RoundListener deafListener() {
            return (Round round) -> {
                if (deaf.get()) {
                    throw new StackOverflowError("of the test");
                }
            };
        }
    }

    @BeforeAll
    static void boot() {
        app = TestApp.start(TestDatabase.fresh("platform"), Map.of(), PlatformConfiguration.class, Declared.class);
        client = app.client();
        TestClient owner = app.client().signUp("owner@example.org", "plain sailing 77 boats");
        account = UUID.fromString(owner.get("api/me").json().get("id").asString());
        space = Stage.space(app, account);
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @AfterEach
    void now() {
        deaf.set(false);
        app.clock().reset();
    }

    @Test
    void aFollowerOutlivesAnErrorAndIsToldWhileItFails() {
        AtomicBoolean failing = new AtomicBoolean(true);
        Set<UUID> heard = ConcurrentHashMap.newKeySet();
        app.bean(Feed.class).follow("fragile", (tx, changes) -> {
            if (failing.get()) {
                throw new NoClassDefFoundError("of the test");
            }
            changes.stream().map(FeedChange::record).forEach(heard::add);
        });
        UUID note = mark();
        Eventually.holds("failed", () -> failures("follower/fragile") >= 2);
        assertThat(client.get("readyz").text()).isEqualTo("{\"status\":\"ready\"}");

        app.clock().advance(DOWN);
        assertThat(client.get("readyz").text()).isEqualTo("{\"status\":\"ready\",\"failing\":[\"follower/fragile\"]}");

        failing.set(false);
        Eventually.holds("handled after all", () -> heard.contains(note));
        Eventually.holds("well again", () -> client.get("readyz").text().equals("{\"status\":\"ready\"}"));
    }

    @Test
    void anInterruptThatAHandlerLeavesBehindEndsNoFollower() {
        Set<UUID> heard = ConcurrentHashMap.newKeySet();
        app.bean(Feed.class).follow("interrupted", (tx, changes) -> {
            changes.stream().map(FeedChange::record).forEach(heard::add);
            tx.afterCommit(() -> Thread.currentThread().interrupt());
        });
        UUID first = mark();
        Eventually.holds("the first", () -> heard.contains(first));
        UUID second = mark();
        Eventually.holds("the second", () -> heard.contains(second));
    }

    @Test
    void theNodeIsNotReadyWhileItsNumbererIsDownAndComesBack() {
        deaf.set(true);
        mark();
        Eventually.holds("failed", () -> failures("numberer") >= 1);
        app.clock().advance(DOWN);
        // Each look that finds nothing to do goes well, so rounds must go on failing.
        Eventually.holds("not ready", () -> {
            mark();
            TestClient.Answer answer = client.get("readyz");
            return answer.status() == 503
                    && answer.json().get("missing").toString().equals("[\"numberer\"]");
        });

        deaf.set(false);
        mark();
        Eventually.holds("ready", () -> client.get("readyz").status() == 200);
    }

    @Test
    void aLoopOutlivesAnError() throws InterruptedException {
        CountDownLatch rounds = new CountDownLatch(3);
        Loop loop = new Loop(app.bean(Pulses.class).of("test"), Duration.ofDays(1), Duration.ZERO, () -> {
            rounds.countDown();
            throw new StackOverflowError("of the test");
        });
        loop.start();
        try {
            assertThat(rounds.await(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            loop.stop();
        }
        assertThat(failures("test")).isGreaterThanOrEqualTo(2);
    }

    private static double failures(String loop) {
        return app.bean(MeterRegistry.class)
                .counter("holdfast.loop.failures", "loop", loop)
                .count();
    }

    private static UUID mark() {
        UUID note = app.bean(Ids.class).next();
        Actor actor = Stage.actor(account);
        app.bean(Transactions.class).write(actor, tx -> {
            tx.mark(Change.upsert(space, "note", note, "e1"));
            return true;
        });
        return note;
    }
}
