package dev.holdfast.server.process;

import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
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

    /** The same session at another node. */
    Person at(Supplier<TestClient> other) {
        return new Person(other, email, token);
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

    /** Uploads a file through a signed address and attaches it to a document. Returns the attachment's id. */
    UUID attach(UUID document, String name, byte[] bytes) {
        Answer presigned = client().post(
                        "api/uploads/presign",
                        Map.of(
                                "fileName",
                                name,
                                "contentType",
                                "text/csv",
                                "scope",
                                "attachment",
                                "documentId",
                                document.toString()));
        require(presigned, 201);
        TestClient store = new TestClient(URI.create("http://127.0.0.1:1/"));
        for (var header : presigned.json().get("headers").properties()) {
            store = store.with(header.getKey(), header.getValue().asString());
        }
        require(store.send("PUT", presigned.json().get("url").asString(), bytes), 200);
        Answer completed =
                client().post("api/uploads/" + presigned.json().get("id").asString() + "/complete", "");
        return id(completed);
    }

    /** An attachment's bytes, from where the program says that they are. */
    byte[] bytes(UUID attachment) {
        Answer redirect = client().get("api/attachments/" + attachment);
        require(redirect, 302);
        // Without the session: a store refuses a signed address that comes with another credential.
        Answer bytes = server.get().get(Objects.requireNonNull(redirect.header("Location")));
        require(bytes, 200);
        return bytes.bytes();
    }

    private static UUID id(Answer made) {
        require(made, 201);
        return UUID.fromString(made.json().get("id").asString());
    }

    private static Person session(Supplier<TestClient> server, String email, String path, int status) {
        Answer answer = server.get().post(path, Map.of("email", email, "password", PASSWORD));
        require(answer, status);
        return new Person(server, email, answer.json().get("accessToken").asString());
    }

    private static void require(Answer answer, int status) {
        if (answer.status() != status) {
            throw new AssertionError("wanted " + status + ": " + answer);
        }
    }
}
