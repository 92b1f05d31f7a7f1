package dev.holdfast.server.system;

import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A workspace with everything that one can hold, and the people around it. Each instance is a fresh workspace with the
 * same people, so that a test may break what it gets.
 */
final class Household {
    static final String PASSWORD = "whole-system-tests-41c7";

    private static final AtomicInteger count = new AtomicInteger();
    private static final Pattern VARIABLE = Pattern.compile("\\{([^}]+)}");

    private static final class People {
        static final Map<String, TestClient> SIGNED_IN = new HashMap<>();
        static final Map<String, String> IDS = new HashMap<>();

        static {
            for (String name : List.of("owner", "member", "editor", "viewer", "stranger", "admin", "guest")) {
                TestClient client = House.running().client().signUp(email(name), PASSWORD);
                SIGNED_IN.put(name, client);
                IDS.put(name, client.get("api/me").json().get("id").asString());
            }
            Sql.run("update platform.accounts set admin = true where email = '" + email("admin") + "'");
        }
    }

    /** Values of path variables by their names, with {@code <path prefix> <name>} where a name means several things. */
    final Map<String, String> values = new HashMap<>();

    Household() {
        TestClient owner = as("owner");
        String workspace = id(owner.post("api/workspaces", Map.of("name", "home " + count.incrementAndGet())), 201);
        for (String role : List.of("member", "editor", "viewer")) {
            require(
                    owner.post("api/workspaces/" + workspace + "/members", Map.of("email", email(role), "role", role)),
                    200);
        }
        Map<String, Object> text = Map.of(
                "title", "Title " + count.get(), "content", "Content " + count.get(), "contentType", "text/markdown");
        Answer document = owner.post("api/workspaces/" + workspace + "/documents", text);
        String id = id(document, 201);
        values.put("etag", document.json().get("contentEtag").asString());
        String version = id(owner.post("api/documents/" + id + "/versions", Map.of()), 201);
        Answer link = owner.post("api/documents/" + id + "/links", Map.of());
        values.put("/api/workspaces/{id}", workspace);
        values.put("workspaceId", workspace);
        values.put("/api/documents/{id}", id);
        values.put("documentId", id);
        values.put("versionId", version);
        values.put("linkId", id(link, 201));
        values.put("/api/links/{token}", link.json().get("token").asString());
        values.put("/s/{token}", link.json().get("token").asString());
        values.put("userId", personId("viewer"));
        Answer invitation = owner.post(
                "api/workspaces/" + workspace + "/members",
                Map.of("email", "nobody" + count.get() + "@system.test", "role", "viewer"));
        require(invitation, 202);
    }

    /** Makes what a path speaks of beside workspace and document, if it isn't there yet. */
    private void complete(String prefix) {
        if (values.containsKey(prefix)) {
            return;
        }
        switch (prefix) {
            case "/api/uploads/{id}" -> upload(as("owner"));
            case "/api/api-keys/{id}" -> key(as("owner"));
            case "/api/jobs/{id}" -> job();
            case "/api/auth/sessions/{id}" -> session();
            case "/api/webhooks/{id}" -> webhook(as("owner"));
            case "/api/webhooks/deliveries/{id}" -> delivery();
            case "/api/attachments/{id}" -> attachment(as("owner"));
            case "/api/auth/passkeys/{id}" -> passkey();
            case "/api/workspace-exports/{token}" -> export();
            case "/api/schedules/{name}" ->
                values.put(prefix, Sql.text("select name from platform.schedules order by name limit 1"));
            default -> {}
        }
    }

    private void upload(TestClient owner) {
        values.put("/api/uploads/{id}", stored(owner, Map.of("scope", "backup")));
    }

    private void attachment(TestClient owner) {
        values.put(
                "/api/attachments/{id}",
                stored(owner, Map.of("scope", "attachment", "documentId", values.getOrDefault("documentId", ""))));
    }

    /** The id of a file that was uploaded for something. */
    private static String stored(TestClient owner, Map<String, String> purpose) {
        byte[] bytes = "kept bytes".getBytes(StandardCharsets.UTF_8);
        Map<String, Object> wanted = new HashMap<>(purpose);
        wanted.putAll(Map.of("fileName", "kept.txt", "contentType", "text/plain", "sizeBytes", bytes.length));
        Answer presigned = owner.post("api/uploads/presign", wanted);
        require(presigned, 201);
        String url = presigned.json().get("url").asString();
        TestClient bucket = new TestClient(URI.create(url));
        for (Map.Entry<String, JsonNode> header :
                presigned.json().get("headers").properties()) {
            bucket = bucket.with(header.getKey(), header.getValue().asString());
        }
        Answer put = bucket.put(url, bytes);
        if (put.status() / 100 != 2) {
            throw new AssertionError("upload: " + put);
        }
        String id = presigned.json().get("id").asString();
        require(owner.post("api/uploads/" + id + "/complete", Map.of()), 201);
        return id;
    }

    private void key(TestClient owner) {
        Map<String, Object> wanted = Map.of(
                "name", "key", "scopes", List.of("audit:read"), "spaceId", values.getOrDefault("workspaceId", ""));
        values.put("/api/api-keys/{id}", id(owner.post("api/api-keys", wanted), 201));
    }

    private void webhook(TestClient owner) {
        Map<String, Object> wanted = Map.of(
                "spaceId",
                values.getOrDefault("workspaceId", ""),
                "url",
                "https://example.com/hook",
                "events",
                List.of("document.created"));
        values.put("/api/webhooks/{id}", id(owner.post("api/webhooks", wanted), 201));
    }

    private void delivery() {
        complete("/api/webhooks/{id}");
        values.put("/api/webhooks/deliveries/{id}", Sql.text("""
                insert into platform.webhook_deliveries
                    (id, space_id, endpoint_id, event_id, event_type, body, status, attempt, created_at)
                select gen_random_uuid(), space_id, id, gen_random_uuid(), 'document.created', '{}', 'dead', 3, now()
                  from platform.webhook_endpoints where id = '%s' returning id
                """.formatted(values.get("/api/webhooks/{id}"))));
    }

    private void passkey() {
        values.put("/api/auth/passkeys/{id}", Sql.text("""
                insert into platform.passkeys (id, account_id, credential_id, user_handle, attested, sign_count, backup_eligible,
                                               backed_up, transports, name, created_at)
                select id, '%s', uuid_send(id), uuid_send(id), '\\x00', 0, false, false, '{}', 'kept passkey', now()
                  from gen_random_uuid() id returning id
                """.formatted(personId("owner"))));
    }

    private void export() {
        String token = "exported-" + values.get("workspaceId");
        complete("/api/uploads/{id}");
        Sql.run("""
                insert into documents.exports (id, account_id, blob_id, token_hash, created_at, expires_at)
                select gen_random_uuid(), '%s', '%s', sha256('%s'), now(), now() + interval '1 hour'
                """.formatted(personId("owner"), values.get("/api/uploads/{id}"), token));
        values.put("/api/workspace-exports/{token}", token);
    }

    private void job() {
        values.put("/api/jobs/{id}", Sql.text("""
                insert into platform.jobs (id, kind, account_id, payload, status, error, created_at)
                select gen_random_uuid(), 'system.test', '%s', '{}', 'failed', 'it was meant to', now() returning id
                """.formatted(personId("owner"))));
    }

    private void session() {
        values.put("/api/auth/sessions/{id}", Sql.text("""
                insert into platform.sessions (id, account_id, user_agent, address, created_at, last_used_at, expires_at)
                select gen_random_uuid(), '%s', 'test', '127.0.0.1', now(), now(), now() + interval '1 day' returning id
                """.formatted(personId("owner"))));
    }

    static TestClient as(String name) {
        TestClient client = People.SIGNED_IN.get(name);
        if (client == null) {
            throw new IllegalArgumentException("nobody is called " + name);
        }
        return client;
    }

    static TestClient admin() {
        return as("admin");
    }

    static String personId(String name) {
        String id = People.IDS.get(name);
        if (id == null) {
            throw new IllegalArgumentException("nobody is called " + name);
        }
        return id;
    }

    static String email(String name) {
        return name + "@system.test";
    }

    /** Somebody whom nobody knows yet. */
    static TestClient newcomer() {
        return House.running().client().signUp(email("newcomer" + count.incrementAndGet()), PASSWORD);
    }

    /** A path with its variables filled; the longest prefix that names one wins. */
    String path(String pattern) {
        Matcher matcher = VARIABLE.matcher(pattern);
        StringBuilder path = new StringBuilder();
        while (matcher.find()) {
            String prefix = pattern.substring(0, matcher.end());
            complete(prefix);
            String value = values.getOrDefault(prefix, values.get(matcher.group(1)));
            matcher.appendReplacement(
                    path, Matcher.quoteReplacement(value == null ? "00000000-0000-7000-8000-000000000000" : value));
        }
        matcher.appendTail(path);
        return path.substring(1);
    }

    /** A query or body with the names of variables filled in. */
    String filled(String text) {
        if (text.contains("/api/uploads/")) {
            complete("/api/uploads/{id}");
        }
        String filled = text;
        for (Map.Entry<String, String> value : values.entrySet()) {
            filled = filled.replace("{" + value.getKey() + "}", value.getValue());
        }
        return filled;
    }

    /** Everything by which a row of this household can be recognised. */
    List<String> marks() {
        Stream.of(
                        "/api/uploads/{id}",
                        "/api/api-keys/{id}",
                        "/api/jobs/{id}",
                        "/api/auth/sessions/{id}",
                        "/api/webhooks/{id}",
                        "/api/webhooks/deliveries/{id}",
                        "/api/attachments/{id}",
                        "/api/auth/passkeys/{id}",
                        "/api/workspace-exports/{token}")
                .filter(prefix -> House.running().routes().stream()
                        .anyMatch(route -> route.path().startsWith(prefix)))
                .forEach(this::complete);
        List<String> marks = new ArrayList<>(values.values());
        List.of("owner", "member", "editor", "viewer").forEach(name -> {
            marks.add(personId(name));
            marks.add(email(name));
        });
        return marks;
    }

    private static String id(Answer answer, int status) {
        require(answer, status);
        return answer.json().get("id").asString();
    }

    private static void require(Answer answer, int status) {
        if (answer.status() != status) {
            throw new AssertionError("wanted " + status + ": " + answer);
        }
    }
}
