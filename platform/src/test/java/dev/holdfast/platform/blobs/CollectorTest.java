package dev.holdfast.platform.blobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.blobs.objects.ObjectStore;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.testkit.TestClient;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class CollectorTest {
    private static final Actor SYSTEM = Actor.system("test");

    private BlobsApp blobs;

    @BeforeEach
    void boot() {
        blobs = BlobsApp.start(Map.of());
    }

    @AfterEach
    void stop() {
        blobs.close();
    }

    @Test
    void takesTheBytesOfADeletedBlobWhenNoBackupCanWantThem() {
        TestClient ann = blobs.person();
        byte[] bytes = "gone one day".getBytes(StandardCharsets.UTF_8);
        String id =
                blobs.upload(ann, "a.txt", "text/plain", bytes).json().get("id").asString();
        String kept =
                blobs.upload(ann, "b.txt", "text/plain", bytes).json().get("id").asString();
        assertThat(ann.delete("api/uploads/" + id).status()).isEqualTo(204);
        blobs.app.clock().advance(Duration.ofDays(13));
        assertThat(blobs.collect().get("purged").asInt()).isZero();
        assertThat(keys("blobs/")).hasSize(2);
        blobs.app.clock().advance(Duration.ofDays(2));
        assertThat(blobs.collect().get("purged").asInt()).isEqualTo(1);
        assertThat(keys("blobs/")).hasSize(1);
        assertThat(ann.get("api/uploads/" + kept + "/content").status()).isEqualTo(302);
    }

    @Test
    void takesTheFilesOfAClosedAccountAtOnce() {
        TestClient ann = blobs.person();
        TestClient bob = blobs.person();
        byte[] bytes = "a person's own".getBytes(StandardCharsets.UTF_8);
        blobs.upload(ann, "a.txt", "text/plain", bytes);
        String trashed =
                blobs.upload(ann, "b.txt", "text/plain", bytes).json().get("id").asString();
        assertThat(ann.delete("api/uploads/" + trashed).status()).isEqualTo(204);
        assertThat(blobs.presign(ann, "c.txt", "text/plain", 3).status()).isEqualTo(201);
        String kept =
                blobs.upload(bob, "a.txt", "text/plain", bytes).json().get("id").asString();
        assertThat(blobs.collect().get("erased").asInt()).isZero();

        assertThat(ann.delete("api/me").status()).isEqualTo(204);
        JsonNode round = blobs.collect();
        assertThat(round.get("erased").asInt()).isEqualTo(3);
        assertThat(round.get("purged").asInt()).isEqualTo(2);
        assertThat(keys("blobs/")).hasSize(1);
        assertThat(bob.get("api/uploads/" + kept + "/content").status()).isEqualTo(302);
        List<Quotas.Difference> differences = blobs.app
                .bean(Transactions.class)
                .read(Actor.system("test"), tx -> blobs.app.bean(Quotas.class).differences(tx));
        assertThat(differences).isEmpty();
        assertThat(blobs.collect().get("erased").asInt()).isZero();
    }

    @Test
    void takesWhatWasSentAndNeverCompleted() {
        TestClient ann = blobs.person();
        JsonNode upload = blobs.presign(ann, "a", "text/plain", 3).json();
        assertThat(BlobsApp.put(upload, new byte[3])).isEqualTo(200);
        assertThat(blobs.collect().get("incoming").asInt()).isZero();
        blobs.app.clock().advance(Duration.ofHours(2));
        JsonNode round = blobs.collect();
        assertThat(round.get("expired").asInt()).isEqualTo(1);
        assertThat(round.get("incoming").asInt()).isEqualTo(1);
        assertThat(keys("incoming/")).isEmpty();
        assertThat(blobs.complete(ann, upload).status()).isEqualTo(410);
    }

    @Test
    void takesOrphansOnceNoRestoreCanWantThem(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("x"), "x");
        blobs.app.bean(ObjectStore.class).put("blobs/orphan", file, "text/plain");
        assertThat(blobs.collect().get("orphans").asInt()).isZero();
        blobs.app.clock().advance(Duration.ofDays(15));
        assertThat(blobs.collect().get("orphans").asInt()).isEqualTo(1);
        assertThat(keys("")).isEmpty();
    }

    @Test
    void takesNoLiveBlobWhileUploadsAreCompleted() throws Exception {
        // To the collector every object looks older than any backup: only the order of writes keeps it from them.
        blobs.app.clock().advance(Duration.ofDays(40));
        TestClient ann = blobs.person();
        CompletableFuture<Void> done = new CompletableFuture<>();
        List<String> ids = new ArrayList<>();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> collecting = pool.submit(() -> {
                int rounds = 0;
                while (!done.isDone()) {
                    blobs.collect();
                    rounds++;
                }
                return rounds;
            });
            List<Future<List<String>>> uploading = new ArrayList<>();
            for (int worker = 0; worker < 4; worker++) {
                int number = worker;
                uploading.add(pool.submit(() -> uploads(ann, number)));
            }
            try {
                for (Future<List<String>> uploaded : uploading) {
                    ids.addAll(uploaded.get());
                }
            } finally {
                done.complete(null);
            }
            assertThat(collecting.get()).isPositive();
        }
        blobs.collect();
        assertThat(ids).hasSize(60);
        for (String id : ids) {
            Blob blob = blobs.app
                    .bean(Transactions.class)
                    .read(SYSTEM, tx -> blobs.app.bean(Blobs.class).find(tx, UUID.fromString(id)))
                    .orElseThrow();
            try (InputStream bytes = blobs.app.bean(Blobs.class).open(blob)) {
                assertThat(HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.readAllBytes())))
                        .isEqualTo(blob.digest());
            }
        }
        assertThat(keys("blobs/")).hasSize(60);
        assertThat(keys("incoming/")).isEmpty();
    }

    /** Completes each upload twice at once: the loser's copy is an orphan that the collector may take at any time. */
    private List<String> uploads(TestClient ann, int worker) {
        List<String> ids = new ArrayList<>();
        for (int n = 0; n < 15; n++) {
            byte[] bytes = ("worker " + worker + " upload " + n).getBytes(StandardCharsets.UTF_8);
            JsonNode upload =
                    blobs.presign(ann, "a.txt", "text/plain", bytes.length).json();
            assertThat(BlobsApp.put(upload, bytes)).isEqualTo(200);
            CompletableFuture<Integer> other = CompletableFuture.supplyAsync(
                    () -> blobs.complete(ann, upload).status());
            int mine = blobs.complete(ann, upload).status();
            // Whoever comes after the winner cleared the incoming bytes, but before seeing it won, asks again.
            assertThat(mine).isIn(200, 201, 409);
            assertThat(other.join()).isIn(200, 201, 409);
            assertThat(blobs.complete(ann, upload).status()).isEqualTo(200);
            ids.add(upload.get("id").asString());
        }
        return ids;
    }

    private Set<String> keys(String prefix) {
        Set<String> keys = new TreeSet<>();
        blobs.app.bean(ObjectStore.class).list(prefix, page -> keys.addAll(page.keySet()));
        return keys;
    }
}
