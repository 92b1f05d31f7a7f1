package dev.holdfast.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.Eventually;
import dev.holdfast.testkit.TestClient.Answer;
import dev.holdfast.testkit.feed.EventStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Stopped and killed in every way while it writes: after the next start each acknowledged write is there, and each acknowledged file. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SurvivalTest {
    /** Requests that wait for a connection hold the end up. */
    private static final Duration END_MAX = Duration.ofMinutes(2);

    private static final int POSTGRES_KILLS_MAX = 40;

    @TempDir
    private static Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // Set by start(), before any test.
    private ServeProcess server;

    @SuppressWarnings("NullAway.Init") // Set by start(), before any test.
    private Person ann;

    private UUID workspace = new UUID(0, 0);

    @BeforeAll
    void start() {
        server = ServeProcess.start(folder, Map.of());
        ann = Person.signUp(server::client);
        workspace = ann.workspace();
    }

    @BeforeEach
    void startAgainAfterAFailure() {
        if (!server.isAlive()) {
            server.start();
        }
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void itSaysWhenItIsReady() {
        assertThat(server.out().lines()).allMatch(line -> line.matches("Holdfast is ready at http://localhost:[0-9]+"));
        assertThat(server.client().get("healthz").text()).isEqualTo("{\"status\":\"up\"}");
        assertThat(server.client().get("readyz").text()).isEqualTo("{\"status\":\"ready\"}");
    }

    @Test
    void ctrlC() throws Exception {
        stopsInOrder(server::interrupt);
    }

    @Test
    void sigterm() throws Exception {
        stopsInOrder(server::terminate);
    }

    @Test
    void theProgramKilled() {
        UUID file = file();
        Writing writing = Writing.begin(ann.client(), workspace);
        ProcessHandle orphan = server.postgres();
        server.kill();
        assertThat(orphan.isAlive()).isTrue();
        server.start();
        assertThat(orphan.isAlive()).isFalse();
        writing.isKept(ann);
        assertThat(ann.bytes(file)).isEqualTo(bytes());
    }

    @Test
    void itsPostgresKilled() {
        Writing writing = Writing.begin(ann.client(), workspace);
        long program = server.pid();
        server.killPostgres();
        writing.awaitMore();
        writing.isKept(ann);
        assertThat(server.isAlive()).isTrue();
        assertThat(server.pid()).isEqualTo(program);
        assertThat(server.postgresStarts()).isPositive();
        Eventually.holds("ready", () -> server.client().get("readyz").status() == 200);
        assertThat(writing.refused()).allSatisfy(SurvivalTest::isUnavailable);
    }

    @Test
    void itsPostgresKilledAgainAndAgain() {
        Writing writing = Writing.begin(ann.client(), workspace);
        // It is started again five times within a minute; on a slow machine a minute may be over before.
        for (int i = 0; i < POSTGRES_KILLS_MAX && server.isAlive(); i++) {
            int starts = server.postgresStarts();
            server.killPostgres();
            Eventually.holds(
                    "another PostgreSQL, or the end",
                    END_MAX,
                    () -> !server.isAlive() || server.postgresStarts() > starts);
        }
        assertThat(server.awaitEnd()).isEqualTo(1);
        String last = server.err().lines().toList().getLast();
        assertThat(last).startsWith("holdfast: PostgreSQL ended ").contains("log/postgresql.log");
        server.start();
        writing.isKept(ann);
        assertThat(writing.refused()).allSatisfy(SurvivalTest::isUnavailable);
    }

    @Test
    void bothKilled() {
        UUID file = file();
        Writing writing = Writing.begin(ann.client(), workspace);
        server.killPostgres();
        server.kill();
        server.start();
        writing.isKept(ann);
        assertThat(ann.bytes(file)).isEqualTo(bytes());
    }

    /** With a stream that stands open: it must not hold the end up. */
    private void stopsInOrder(Stop stop) throws Exception {
        UUID file = file();
        EventStream stream = EventStream.open(server.url().resolve("api/sync/stream"), ann.token());
        assertThat(stream.status()).isEqualTo(200);
        Writing writing = Writing.begin(ann.client(), workspace);
        ProcessHandle postgres = server.postgres();
        int before = server.err().length();
        assertThat(stop.stop()).isZero();
        assertThat(postgres.isAlive()).isFalse();
        assertThat(stream.await(event -> event.name().equals("end")).name()).isEqualTo("end");
        assertThat(server.err().substring(before)).doesNotContain("ERROR", "Exception", "WARN");
        server.start();
        writing.isKept(ann);
        assertThat(writing.refused()).allSatisfy(SurvivalTest::isUnavailable);
        assertThat(ann.bytes(file)).isEqualTo(bytes());
    }

    private interface Stop {
        int stop();
    }

    private UUID file() {
        return ann.attach(ann.document(workspace, "With a file", "text"), "table.csv", bytes());
    }

    private static byte[] bytes() {
        return "a,b\n1,2\n".repeat(1_000).getBytes(StandardCharsets.UTF_8);
    }

    private static void isUnavailable(Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
        assertThat(answer.json().get("code").asString()).isEqualTo("UNAVAILABLE");
    }
}
