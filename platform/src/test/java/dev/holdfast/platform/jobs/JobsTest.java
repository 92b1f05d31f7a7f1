package dev.holdfast.platform.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.platform.Stage;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.testkit.Eventually;
import dev.holdfast.testkit.TestApp;
import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class JobsTest {
    private static final Map<String, String> SETTINGS = Map.of(
            "holdfast.jobs.threads", "4",
            "holdfast.jobs.per-space", "2",
            "holdfast.jobs.poll-interval", "50ms",
            "holdfast.jobs.lease", "4s");

    private TestApp app;
    private ProbeJobs probe;
    private UUID account;
    private TestClient ann;

    @BeforeEach
    void boot() {
        app = Stage.start(Stage.database(), SETTINGS, ProbeJobs.Wiring.class);
        probe = app.bean(ProbeJobs.class);
        account = Stage.account(app, false);
        ann = Stage.client(app, account);
    }

    @AfterEach
    void stop() {
        app.close();
    }

    @Test
    void runsAJobWithProgressAndResult() {
        UUID id = enqueue("waits", null);
        probe.go.release(4);
        Eventually.holds("40 %", () -> get(id).get("progressPct").asInt() == 40);
        JsonNode half = get(id);
        assertThat(half.propertyNames())
                .containsExactlyInAnyOrder(
                        "id",
                        "kind",
                        "status",
                        "progressPct",
                        "totals",
                        "result",
                        "errorUrl",
                        "attempt",
                        "startedAt",
                        "finishedAt",
                        "etaSeconds");
        assertThat(half.get("status").asString()).isEqualTo("running");
        assertThat(half.get("totals").get("steps").asInt()).isEqualTo(4);
        probe.go.release(6);
        awaitStatus(id, "completed");
        assertThat(get(id).get("result").get("from").asInt()).isZero();
        assertThat(get(id).get("progressPct").asInt()).isEqualTo(100);
        assertThat(ann.post("api/jobs/" + id + "/cancel", "").status()).isEqualTo(409);
        assertThat(ann.post("api/jobs/" + id + "/retry", "").status()).isEqualTo(409);
    }

    @Test
    void neverWasWhatItsTransactionTookBack() {
        assertThatThrownBy(() -> app.bean(Transactions.class).write(Stage.actor(account), tx -> {
                    app.bean(Jobs.class).enqueue(tx, "nightly", Map.of(), null, account);
                    throw new IllegalStateException("taken back");
                }))
                .hasMessage("taken back");
        assertThat(ann.get("api/jobs").json().get("items")).isEmpty();
    }

    @Test
    void queuesForItselfAndItsSpacesAlone() {
        UUID other = Stage.account(app, false);
        UUID foreign = Stage.space(app, other);
        for (UUID space : new UUID[] {foreign, null}) {
            assertThatThrownBy(() -> app.bean(Transactions.class)
                            .write(
                                    Stage.actor(account),
                                    tx -> app.bean(Jobs.class)
                                            .enqueue(tx, "nightly", Map.of(), space, space == null ? other : account)))
                    .hasStackTraceContaining("row-level security");
        }
    }

    @Test
    void triesAgainAndKeepsWhatFailedForGood() {
        UUID id = enqueue("fails", null);
        for (int attempt = 1; attempt <= 3; attempt++) {
            int begun = attempt;
            Eventually.holds("attempt " + attempt, () -> probe.runs.get() == begun);
            if (attempt < 3) {
                awaitStatus(id, "queued");
                app.clock().advance(Duration.ofMinutes(2));
            }
        }
        awaitStatus(id, "failed");
        assertThat(get(id).toString()).doesNotContain("secret internals").contains("logged under job " + id);
        assertThat(ann.get("api/jobs?status=failed").json().get("items")).hasSize(1);
        assertThat(ann.post("api/jobs/" + id + "/retry", "").status()).isEqualTo(200);
        Eventually.holds("tried again", () -> probe.runs.get() == 4);
    }

    @Test
    void failsAtOnceForAReasonThatStays() {
        UUID id = enqueue("refuses", null);
        awaitStatus(id, "failed");
        assertThat(probe.runs).hasValue(1);
        assertThat(get(id).get("result").get("error").asString()).contains("is no zip");
    }

    @Test
    void cancelsWhatWaitsAndWhatRuns() {
        UUID running = enqueue("waits", null);
        probe.go.release(1);
        Eventually.holds("begun", () -> get(running).get("progressPct").asInt() == 10);
        assertThat(ann.post("api/jobs/" + running + "/cancel", "").status()).isEqualTo(200);
        probe.go.release(1);
        awaitStatus(running, "canceled");
        assertThat(get(running).get("progressPct").asInt()).isEqualTo(10);
        assertThat(ann.post("api/jobs/" + running + "/cancel", "").status()).isEqualTo(200);
        UUID later = app.bean(Transactions.class)
                .write(
                        Stage.actor(account),
                        tx -> app.bean(Jobs.class)
                                .enqueueAt(tx, tx.now().plus(Duration.ofDays(1)), "nightly", Map.of(), null, account));
        assertThat(ann.post("api/jobs/" + later + "/cancel", "")
                        .json()
                        .get("status")
                        .asString())
                .isEqualTo("canceled");
        app.clock().advance(Duration.ofDays(2));
        assertThat(ann.post("api/jobs/" + running + "/retry", "").status()).isEqualTo(200);
        probe.go.release(10);
        awaitStatus(running, "completed");
        assertThat(get(running).get("result").get("from").asInt())
                .as("from its checkpoint")
                .isEqualTo(1);
    }

    @Test
    void runsNoMoreOfASpaceAtOnceThanItsCap() {
        UUID space = Stage.space(app, account);
        UUID[] ids = new UUID[5];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = enqueue("waits", space);
        }
        probe.go.release(50);
        for (UUID id : ids) {
            awaitStatus(id, "completed");
        }
        assertThat(probe.runningMost.get()).isLessThanOrEqualTo(2);
    }

    @Test
    void goesOnWhereItWasAfterTheNodeWasStopped() {
        UUID id = enqueue("waits", null);
        probe.go.release(3);
        Eventually.holds("30 %", () -> get(id).get("progressPct").asInt() == 30);
        JobWorker worker = app.bean(JobWorker.class);
        Thread stopping = Thread.ofVirtual().start(worker::stop);
        Eventually.holds(
                "stopping",
                () -> app.bean(Jobs.class).get(Stage.actor(account), id).status() == Job.Status.QUEUED || releaseOne());
        Eventually.holds("stopped", () -> !stopping.isAlive());
        assertThat(get(id).get("status").asString()).isEqualTo("queued");
        assertThat(get(id).get("attempt").asInt()).as("a stop is no failure").isZero();
        worker.start();
        probe.go.release(10);
        awaitStatus(id, "completed");
        assertThat(get(id).get("result").get("from").asInt()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void showsAJobToItsOwnerAndAdministrators() {
        UUID id = enqueue("nightly", null);
        TestClient bob = Stage.client(app, Stage.account(app, false));
        TestClient admin = Stage.client(app, Stage.account(app, true));
        assertThat(bob.get("api/jobs/" + id).status()).isEqualTo(404);
        assertThat(bob.post("api/jobs/" + id + "/cancel", "").status()).isEqualTo(404);
        assertThat(bob.get("api/jobs").json().get("items")).isEmpty();
        assertThat(bob.get("api/jobs?all=true").status()).isEqualTo(403);
        assertThat(admin.get("api/jobs/" + id).status()).isEqualTo(200);
        assertThat(admin.get("api/jobs?all=true&kind=nightly").json().get("items"))
                .hasSize(1);
        assertThat(ann.get("api/jobs?kind=nightly").json().get("items")).hasSize(1);
        assertThat(ann.get("api/jobs?kind=other").json().get("items")).isEmpty();
        assertThat(app.client().get("api/jobs").status()).isEqualTo(401);
        assertThat(ann.get("api/jobs?status=lost").status()).isEqualTo(400);
        assertThat(ann.get("api/jobs?cursor=x").status()).isEqualTo(400);
        assertThat(ann.get("api/jobs/x").status()).isEqualTo(400);
    }

    @Test
    void listsPageByPage() {
        for (int i = 0; i < 5; i++) {
            enqueue("nightly", null);
        }
        Answer first = ann.get("api/jobs?limit=3");
        Answer second = ann.get(
                "api/jobs?limit=3&cursor=" + first.json().get("nextCursor").asString());
        assertThat(first.json().get("items")).hasSize(3);
        assertThat(second.json().get("items")).hasSize(2);
        assertThat(second.json().get("nextCursor").isNull()).isTrue();
    }

    @Test
    void runsByTheCalendarOnceAndNow() {
        TestClient admin = Stage.client(app, Stage.account(app, true));
        Instant next = Instant.parse(schedule(admin).get("nextRunAt").asString());
        assertThat(schedule(admin).get("lastRun").isNull()).isTrue();
        app.clock().advance(Duration.between(app.clock().instant(), next).plusSeconds(1));
        Eventually.holds(
                "ran",
                () -> !schedule(admin).get("lastRun").isNull()
                        && schedule(admin)
                                .get("lastRun")
                                .get("status")
                                .asString()
                                .equals("completed"));
        assertThat(schedule(admin).get("lastRun").get("summary").asString()).isEqualTo("run 1");
        assertThat(Instant.parse(schedule(admin).get("nextRunAt").asString())).isEqualTo(next.plus(Duration.ofDays(1)));

        Answer now = admin.post("api/schedules/nightly/run", "");
        assertThat(now.status()).isEqualTo(202);
        Eventually.holds(
                "ran now",
                () -> admin.get("api/jobs/" + now.json().get("jobId").asString())
                        .json()
                        .get("status")
                        .asString()
                        .equals("completed"));
        assertThat(probe.runs).hasValue(2);
    }

    @Test
    void changesAndPausesASchedule() {
        TestClient admin = Stage.client(app, Stage.account(app, true));
        Answer changed = admin.patch("api/schedules/nightly", Map.of("cron", "30 4 * * 1", "zone", "Europe/Zurich"));
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.json().get("zone").asString()).isEqualTo("Europe/Zurich");
        Answer paused = admin.patch("api/schedules/nightly", Map.of("enabled", false));
        assertThat(paused.json().get("nextRunAt").isNull()).isTrue();
        assertThat(paused.json().get("cron").asString()).isEqualTo("30 4 * * 1");
        app.clock().advance(Duration.ofDays(10));
        assertThat(admin.patch("api/schedules/nightly", Map.of("cron", "0 0 31 2 *"))
                        .status())
                .isEqualTo(422);
        assertThat(admin.patch("api/schedules/nightly", Map.of("cron", "at noon"))
                        .status())
                .isEqualTo(422);
        assertThat(admin.patch("api/schedules/nightly", Map.of("cron", "-")).status())
                .isEqualTo(422);
        assertThat(admin.patch("api/schedules/nightly", Map.of("zone", "Mars/Olympus"))
                        .status())
                .isEqualTo(422);
        assertThat(admin.patch("api/schedules/nightly", Map.of("every", "day")).status())
                .isEqualTo(422);
        assertThat(admin.patch("api/schedules/yearly", Map.of()).status()).isEqualTo(404);
        assertThat(ann.get("api/schedules").status()).isEqualTo(403);
        assertThat(ann.post("api/schedules/nightly/run", "").status()).isEqualTo(403);
        assertThat(probe.runs).hasValue(0);
    }

    private boolean releaseOne() {
        probe.go.release(1);
        return false;
    }

    private UUID enqueue(String kind, @Nullable UUID space) {
        return app.bean(Transactions.class)
                .write(Stage.actor(account), tx -> app.bean(Jobs.class).enqueue(tx, kind, Map.of(), space, account));
    }

    private JsonNode get(UUID id) {
        return ann.get("api/jobs/" + id).json();
    }

    private void awaitStatus(UUID id, String status) {
        Eventually.holds(status, () -> get(id).get("status").asString().equals(status));
    }

    private static JsonNode schedule(TestClient admin) {
        for (JsonNode schedule : admin.get("api/schedules").json().get("items")) {
            if (schedule.get("name").asString().equals("nightly")) {
                return schedule;
            }
        }
        throw new AssertionError("no such schedule");
    }
}
