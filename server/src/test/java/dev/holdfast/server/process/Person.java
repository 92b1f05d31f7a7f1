package dev.holdfast.server.process;

import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A person with a session at a program that may move to another address when it is started again. */
record Person(Supplier<TestClient> server, String email, String token) {
    static final String PASSWORD = "a long and quiet afternoon";

    private static final AtomicInteger count = new AtomicInteger();

    /** A new account. */
    static Person signUp(Supplier<TestClient> server) {
        String email = "person" + count.incrementAndGet() + "@process.test";
        return session(server, email, "api/auth/signup", 201);
    }

    /** Another session of the same account, at any program over the same database. */
    Person signIn(Supplier<TestClient> there) {
        return session(there, email, "api/auth/login", 200);
    }

    /** A client with this person's session. */
    TestClient client() {
        return server.get().bearer(token);
    }

    /** A new workspace's id. */
    UUID workspace() {
        return id(client().post("api/workspaces", Map.of("name", "a space")));
    }

    /** A new document's id. */
    UUID document(UUID workspace, String title, String content) {
        return id(client().post(
                        "api/workspaces/" + workspace + "/documents",
                        Map.of("title", title, "content", content, "contentType", "text/markdown")));
    }

    private static UUID id(Answer made) {
        if (made.status() != 201) {
            throw new AssertionError(made.toString());
        }
        return UUID.fromString(made.json().get("id").asString());
    }

    private static Person session(Supplier<TestClient> server, String email, String path, int status) {
        Answer answer = server.get().post(path, Map.of("email", email, "password", PASSWORD));
        if (answer.status() != status) {
            throw new AssertionError(email + ": " + answer);
        }
        return new Person(server, email, answer.json().get("accessToken").asString());
    }
}
