package dev.holdfast.platform.blobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Stage;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.jobs.Job;
import dev.holdfast.platform.jobs.Jobs;
import dev.holdfast.testkit.Eventually;
import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class QuotasTest {
    private static final int QUOTA = 10_000;
    private static final Actor SYSTEM = Actor.system("test");

    private static BlobsApp blobs;

    @BeforeAll
    static void boot() {
        blobs = BlobsApp.start(Map.of("holdfast.blobs.quota-bytes-account", "" + QUOTA));
    }

    @AfterAll
    static void stop() {
        blobs.close();
    }

    @Test
    void neverReservesMoreThanTheQuotaNorLess() throws Exception {
        TestClient ann = blobs.person();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> tries = IntStream.range(0, 40)
                    .<Callable<Integer>>mapToObj(n -> () ->
                            blobs.presign(ann, "a", "text/plain", QUOTA / 20).status())
                    .toList();
            int signed = 0;
            for (Future<Integer> one : pool.invokeAll(tries)) {
                assertThat(one.get()).isIn(201, 413);
                signed += one.get() == 201 ? 1 : 0;
            }
            assertThat(signed).isEqualTo(20);
        }
        Answer refused = blobs.presign(ann, "a", "text/plain", 1);
        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.json().get("code").asString()).isEqualTo("QUOTA_EXCEEDED");
        assertThat(refused.json().get("storageUsed").asInt()).isEqualTo(QUOTA);
        assertThat(refused.json().get("storageLimit").asInt()).isEqualTo(QUOTA);
        assertExact();
    }

    @Test
    void givesBackWhatWasReservedAndNeverSent() {
        TestClient ann = blobs.person();
        assertThat(blobs.presign(ann, "a", "text/plain", QUOTA).status()).isEqualTo(201);
        assertThat(blobs.presign(ann, "a", "text/plain", QUOTA).status()).isEqualTo(413);
        blobs.app.clock().advance(Duration.ofMinutes(70));
        assertThat(blobs.presign(ann, "a", "text/plain", QUOTA).status()).isEqualTo(201);
        assertExact();
    }

    @Test
    void completesNothingAfterItsReservationIsGone() {
        TestClient ann = blobs.person();
        JsonNode upload = blobs.presign(ann, "a", "text/plain", 5).json();
        assertThat(BlobsApp.put(upload, new byte[5])).isEqualTo(200);
        blobs.app.clock().advance(Duration.ofMinutes(70));
        assertThat(blobs.complete(ann, upload).status()).isEqualTo(410);
        assertExact();
    }

    @Test
    void settlesAnOpenSizeAtCompletion() {
        TestClient ann = blobs.person();
        Map<String, String> open =
                Map.of("fileName", "x", "contentType", "application/octet-stream", "scope", "backup");
        JsonNode most = ann.post("api/uploads/presign", open).json();
        JsonNode more = ann.post("api/uploads/presign", open).json();
        assertThat(BlobsApp.put(most, new byte[QUOTA - 1])).isEqualTo(200);
        assertThat(BlobsApp.put(more, new byte[2])).isEqualTo(200);
        assertThat(blobs.complete(ann, most).status()).isEqualTo(201);
        assertThat(blobs.complete(ann, more).status()).isEqualTo(413);
        assertThat(ann.delete("api/uploads/" + most.get("id").asString()).status())
                .isEqualTo(204);
        assertThat(blobs.complete(ann, more).status()).as("there is room now").isEqualTo(201);
        assertExact();
    }

    @Test
    void aJobThatGoesOnAfterItsNodeDiedUsesItsReservationAgain() {
        UUID account = Stage.account(blobs.app, false);
        UUID job = deposit(account, Map.of("sizeBytes", QUOTA, "dies", true, "fails", false));
        Jobs jobs = blobs.app.bean(Jobs.class);
        Eventually.holds("died", () -> jobs.get(Stage.actor(account), job).error() != null);
        assertThat(blobs.presign(Stage.client(blobs.app, account), "a", "text/plain", 1)
                        .status())
                .as("it holds all of the quota")
                .isEqualTo(413);

        Eventually.holds("done", () -> {
            blobs.app.clock().advance(Duration.ofMinutes(1));
            return jobs.get(Stage.actor(account), job).status().finished();
        });
        assertThat(jobs.get(Stage.actor(account), job).status()).isEqualTo(Job.Status.COMPLETED);
        assertExact();
        blobs.app.clock().reset();
    }

    @Test
    void aJobThatFailsGivesItsReservationBack() {
        UUID account = Stage.account(blobs.app, false);
        UUID job = deposit(account, Map.of("sizeBytes", QUOTA, "dies", false, "fails", true));
        Jobs jobs = blobs.app.bean(Jobs.class);
        Eventually.holds(
                "failed", () -> jobs.get(Stage.actor(account), job).status().finished());
        assertThat(blobs.presign(Stage.client(blobs.app, account), "a", "text/plain", QUOTA)
                        .status())
                .isEqualTo(201);
        assertExact();
    }

    private static UUID deposit(UUID account, Map<String, Object> payload) {
        return blobs.app
                .bean(Transactions.class)
                .write(
                        Stage.actor(account),
                        tx -> blobs.app.bean(Jobs.class).enqueue(tx, BlobsApp.Depositing.KIND, payload, null, account));
    }

    @Test
    void countsADeletedBlobNoMoreAndARestoredOneAgain() {
        UUID account = Stage.account(blobs.app, false);
        TestClient ann = Stage.client(blobs.app, account);
        UUID id = UUID.fromString(blobs.upload(ann, "a", "text/plain", new byte[QUOTA])
                .json()
                .get("id")
                .asString());
        Blobs port = blobs.app.bean(Blobs.class);
        Transactions transactions = blobs.app.bean(Transactions.class);
        transactions.write(Stage.actor(account), tx -> {
            port.delete(tx, id);
            port.delete(tx, id);
            return true;
        });
        assertThat(blobs.presign(ann, "a", "text/plain", 1).status()).isEqualTo(201);
        assertThat(ann.get("api/uploads?scope=backup").json().get("items")).isEmpty();
        blobs.app.clock().advance(Duration.ofMinutes(70));
        assertThat(blobs.collect().get("purged").asInt()).isZero();
        Blob restored = transactions.write(Stage.actor(account), tx -> port.restore(tx, id));
        assertThat(restored.live()).isTrue();
        assertThat(blobs.presign(ann, "a", "text/plain", 1).status()).isEqualTo(413);
        assertExact();
    }

    private static void assertExact() {
        List<Quotas.Difference> differences = blobs.app
                .bean(Transactions.class)
                .read(SYSTEM, tx -> blobs.app.bean(Quotas.class).differences(tx));
        assertThat(differences).isEmpty();
    }
}
