package dev.holdfast.platform.blobs;

import dev.holdfast.embedded.EmbeddedObjectStore;
import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.Stage;
import dev.holdfast.platform.blobs.objects.Durability;
import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.jobs.Job;
import dev.holdfast.platform.jobs.JobContext;
import dev.holdfast.platform.jobs.JobHandler;
import dev.holdfast.platform.jobs.Jobs;
import dev.holdfast.platform.jobs.schedules.Schedules;
import dev.holdfast.testkit.Eventually;
import dev.holdfast.testkit.TestApp;
import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestObjects;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.JsonNode;

/** The platform with a real object store and one scope of a space's own. */
final class BlobsApp implements AutoCloseable {
    static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    final TestApp app;
    final TestObjects objects;

    private BlobsApp(TestApp app, TestObjects objects) {
        this.app = app;
        this.objects = objects;
    }

    static BlobsApp start(Map<String, String> settings) {
        TestObjects objects = TestObjects.fresh();
        Map<String, String> all = new HashMap<>(objects.settings());
        all.put("holdfast.jobs.poll-interval", "50ms");
        all.put("holdfast.blobs.allowed-origins", TestObjects.ORIGIN);
        all.putAll(settings);
        TestApp app = Stage.start(Stage.database(), all, Wiring.class);
        // Tests move the clock by days and collect when they want to.
        Actor admin = Stage.actor(Stage.account(app, true));
        app.bean(Schedules.class)
                .change(admin, "collect-blobs", Optional.empty(), Optional.empty(), Optional.of(false));
        return new BlobsApp(app, objects);
    }

    static class Wiring {
        @Bean
        Durability durability() {
            EmbeddedObjectStore store = TestObjects.server();
            return store::persist;
        }

        @Bean
        UploadScope notes() {
            return new NoteScope();
        }

        @Bean
        JobHandler depositing(Blobs blobs) {
            return new Depositing(blobs);
        }
    }

    /** Deposits a file of so many bytes as the account's own; its first runs end as they are told. */
    record Depositing(Blobs blobs) implements JobHandler {
        static final String KIND = "deposits";

        record Payload(int sizeBytes, boolean dies, boolean fails) {}

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public int attemptsMax() {
            return 2;
        }

        @Override
        public Object run(JobContext job) throws IOException {
            Payload payload = job.payload(Payload.class);
            Path file = Files.createTempFile("deposit", ".bin");
            try {
                Files.write(file, new byte[payload.sizeBytes()]);
                Blob blob = blobs.deposit(
                        job,
                        BlobOwner.account(Objects.requireNonNull(job.account())),
                        new UploadRequest("a.bin", "application/octet-stream", "backup", null, Map.of()),
                        file,
                        (tx, stored) -> end(job, payload));
                return Map.of("id", blob.id());
            } finally {
                Files.delete(file);
            }
        }

        private static void end(JobContext job, Payload payload) {
            if (payload.dies() && job.attempt() == 1) {
                throw new StackOverflowError("nothing tidies up after this, as when the node dies");
            }
            if (payload.fails()) {
                throw Problem.invalid("file", "isn't wanted");
            }
        }
    }

    /** Pictures of notes, which are a space's. */
    static final class NoteScope implements UploadScope {
        @Override
        public String name() {
            return "note";
        }

        @Override
        public Set<String> fields() {
            return Set.of("noteId");
        }

        @Override
        public BlobOwner authorise(Tx tx, UploadRequest request) {
            UUID space = tx.spaces().stream().findFirst().orElseThrow(() -> Problem.notFound("note"));
            return BlobOwner.space(space);
        }

        @Override
        public void attach(Tx tx, Blob blob) {
            if (!blob.live()) {
                throw new IllegalStateException("attached before it was stored");
            }
        }

        @Override
        public Object answer(Tx tx, Blob blob) {
            return Map.of(
                    "id",
                    blob.id(),
                    "noteId",
                    blob.target().getOrDefault("noteId", blob.id()),
                    "sha256",
                    blob.digest());
        }
    }

    TestClient person() {
        return Stage.client(app, Stage.account(app, false));
    }

    TestClient.Answer presign(TestClient client, String name, String type, int size) {
        return client.post(
                "api/uploads/presign",
                Map.of("fileName", name, "contentType", type, "scope", "backup", "sizeBytes", size));
    }

    TestClient.Answer complete(TestClient client, JsonNode upload) {
        return client.post("api/uploads/" + upload.get("id").asString() + "/complete", "");
    }

    /** Presigns, sends and completes; the answer of completing. */
    TestClient.Answer upload(TestClient client, String name, String type, byte[] bytes) {
        JsonNode upload = presign(client, name, type, bytes.length).json();
        int status = put(upload, bytes);
        if (status != 200) {
            throw new AssertionError("PUT: " + status);
        }
        return complete(client, upload);
    }

    /** Sends bytes as a presigned answer says. */
    static int put(JsonNode upload, byte[] bytes) {
        return put(
                upload.get("url").asString(),
                upload.get("headers").get("Content-Type").asString(),
                bytes);
    }

    static int put(String url, String type, byte[] bytes) {
        return send(HttpRequest.newBuilder(URI.create(url))
                        .header("Content-Type", type)
                        .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes)))
                .statusCode();
    }

    static HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Runs the collector once to its end; what it did. */
    JsonNode collect() {
        UUID admin = Stage.account(app, true);
        UUID id = app.bean(Schedules.class).run(Stage.actor(admin), "collect-blobs");
        Jobs jobs = app.bean(Jobs.class);
        Eventually.holds(
                "collected", () -> jobs.get(Stage.actor(admin), id).status().finished());
        Job job = jobs.get(Stage.actor(admin), id);
        if (job.status() != Job.Status.COMPLETED || job.result() == null) {
            throw new AssertionError("collecting: " + job);
        }
        return job.result();
    }

    @Override
    public void close() {
        app.close();
    }
}
