package dev.holdfast.documents;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Ids;
import dev.holdfast.platform.PlatformConfiguration;
import dev.holdfast.platform.blobs.objects.Durability;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.secrets.Sealer;
import dev.holdfast.testkit.Eventually;
import dev.holdfast.testkit.TestApp;
import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import dev.holdfast.testkit.TestDatabase;
import dev.holdfast.testkit.TestObjects;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** The platform and documents, booted once for all tests over a real database and spoken to over HTTP. */
public final class DocumentsStage {
    private static final AtomicInteger count = new AtomicInteger();

    private DocumentsStage() {}

    private static final class Running {
        static final TestApp APP = TestApp.start(
                TestDatabase.fresh("platform", "documents"),
                // Tests move the clock by weeks and stay signed in.
                settings(),
                PlatformConfiguration.class,
                DocumentsConfiguration.class,
                Wiring.class);
    }

    static class Wiring {
        @Bean
        Durability durability() {
            return TestObjects.server()::persist;
        }
    }

    private static Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(TestObjects.fresh().settings());
        settings.put("holdfast.identity.access-lifetime", "400d");
        settings.put("holdfast.identity.session-lifetime", "500d");
        settings.put("holdfast.jobs.poll-interval", "50ms");
        return settings;
    }

    /** Somebody with an account. */
    public record Person(TestClient client, UUID id, String email) {}

    /** The running program. */
    public static TestApp app() {
        return Running.APP;
    }

    /** Somebody new. */
    public static Person person() {
        String email = "person" + count.incrementAndGet() + "@example.org";
        TestClient client = app().client().signUp(email, "correct horse battery");
        return new Person(
                client, UUID.fromString(client.get("api/me").json().get("id").asString()), email);
    }

    /** A new workspace of a person. */
    public static String workspace(Person owner) {
        return created(owner.client().post("api/workspaces", Map.of("name", "Notes")))
                .json()
                .get("id")
                .asString();
    }

    /** Somebody new who has a role in a workspace. */
    public static Person member(Person owner, String workspace, String role) {
        Person person = person();
        Answer answer = owner.client()
                .post("api/workspaces/" + workspace + "/members", Map.of("email", person.email(), "role", role));
        if (answer.status() != 200) {
            throw new AssertionError("invitation: " + answer);
        }
        return person;
    }

    /** The token of the link in the last mail to an address. */
    public static String mailedToken(String email) {
        String text = app().bean(Transactions.class)
                .read(
                        Actor.system("test"),
                        tx -> app().bean(JdbcClient.class)
                                .sql(
                                        "select id, sealed from platform.outbox where recipient = :to order by id desc limit 1")
                                .param("to", email)
                                .query((row, n) -> new String(
                                        app().bean(Sealer.class)
                                                .open(row.getBytes("sealed"), "outbox:" + row.getString("id")),
                                        StandardCharsets.UTF_8))
                                .single());
        return text.replaceFirst("(?s).*/invites/([A-Za-z0-9_-]+).*", "$1");
    }

    /** A new Markdown document; the answer to its creation. */
    public static Answer document(TestClient client, String workspace, String title, String content) {
        return created(
                client.post("api/workspaces/" + workspace + "/documents", Map.of("title", title, "content", content)));
    }

    /** Uploads a file past the program; the answer to its completion. */
    public static Answer upload(TestClient client, Map<String, ?> request, byte[] bytes) {
        Map<String, Object> sized = new HashMap<>(request);
        sized.put("sizeBytes", bytes.length);
        JsonNode upload = created(client.post("api/uploads/presign", sized)).json();
        Answer sent = app().client()
                .with("Content-Type", upload.get("headers").get("Content-Type").asString())
                .send("PUT", upload.get("url").asString(), bytes);
        if (sent.status() != 200) {
            throw new AssertionError("PUT: " + sent);
        }
        return client.post("api/uploads/" + upload.get("id").asString() + "/complete", "");
    }

    /** Waits for a job to end; what it came to. */
    public static JsonNode finished(TestClient client, Answer queued) {
        if (queued.status() != 202) {
            throw new AssertionError("not queued: " + queued);
        }
        String path = "api/jobs/" + queued.json().get("jobId").asString();
        Eventually.holds("the job has ended", () -> {
            String status = client.get(path).json().get("status").asString();
            return status.equals("completed") || status.equals("failed");
        });
        return client.get(path).json();
    }

    /** The id of what an answer shows. */
    public static String id(Answer answer) {
        return answer.json().get("id").asString();
    }

    /** Its ETag. */
    public static String etag(Answer answer) {
        String etag = answer.header("ETag");
        if (etag == null) {
            throw new AssertionError("no ETag: " + answer);
        }
        return etag;
    }

    /** An id that nothing has. */
    public static String freshId() {
        return app().bean(Ids.class).next().toString();
    }

    /** A body with values that may be null. */
    public static Map<String, @Nullable Object> body(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> body = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            body.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return body;
    }

    private static Answer created(Answer answer) {
        if (answer.status() != 201) {
            throw new AssertionError("not created: " + answer);
        }
        return answer;
    }
}
