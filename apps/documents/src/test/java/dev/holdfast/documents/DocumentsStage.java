package dev.holdfast.documents;

import dev.holdfast.platform.Ids;
import dev.holdfast.platform.PlatformConfiguration;
import dev.holdfast.platform.audit.Audit;
import dev.holdfast.platform.mail.Outbox;
import dev.holdfast.testkit.TestApp;
import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import dev.holdfast.testkit.TestDatabase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;

/** The platform and documents, booted once for all tests over a real database and spoken to over HTTP. */
public final class DocumentsStage {
    private static final AtomicInteger count = new AtomicInteger();

    private DocumentsStage() {}

    private static final class Running {
        static final TestApp APP = TestApp.start(
                TestDatabase.fresh("platform", "documents"),
                Map.of(),
                PlatformConfiguration.class,
                DocumentsConfiguration.class,
                AbsentParts.class);
    }

    /** Stands where a part of the platform isn't built yet; a real part takes precedence. */
    @Configuration(proxyBeanMethods = false)
    static class AbsentParts {
        static final List<String> MAILS = new CopyOnWriteArrayList<>();

        @Bean
        @Fallback
        Outbox noOutbox() {
            return (tx, mail) -> MAILS.add(mail.text());
        }

        @Bean
        @Fallback
        Audit noAudit() {
            return (tx, entry) -> {};
        }
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
        return new Person(client, UUID.fromString(client.get("api/me").json().get("id").asString()), email);
    }

    /** A new workspace of a person. */
    public static String workspace(Person owner) {
        return created(owner.client().post("api/workspaces", Map.of("name", "Notes"))).json().get("id").asString();
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

    /** A new Markdown document; the answer to its creation. */
    public static Answer document(TestClient client, String workspace, String title, String content) {
        return created(client.post(
                "api/workspaces/" + workspace + "/documents", Map.of("title", title, "content", content)));
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
