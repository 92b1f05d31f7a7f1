package dev.holdfast.server.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.server.system.House;
import dev.holdfast.testkit.TestClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** What an account has on the server, read and written over the API as any other client does. */
final class Shelf {
    static final String PASSWORD = "lighthouse-keeper-83";

    private final String email;
    private final TestClient client;

    private Shelf(String email, TestClient client) {
        this.email = email;
        this.client = client;
    }

    /** A new account's. */
    static Shelf signUp(String email) {
        return new Shelf(email, House.running().client().signUp(email, PASSWORD));
    }

    /** That of an account which is there already. */
    static Shelf logIn(String email) {
        TestClient stranger = House.running().client();
        TestClient.Answer answer = stranger.post("api/auth/login", Map.of("email", email, "password", PASSWORD));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return new Shelf(email, stranger.bearer(answer.json().get("accessToken").asString()));
    }

    String email() {
        return email;
    }

    /** The account's id. */
    String account() {
        return read("api/me").get("id").asString();
    }

    String workspace(String name) {
        return made("api/workspaces", Map.of("name", name));
    }

    /** Writes a document and answers its id. */
    String write(String workspace, String title, String content) {
        return made(
                "api/workspaces/" + workspace + "/documents",
                Map.of("title", title, "content", content, "contentType", "text/markdown"));
    }

    private String made(String path, Object body) {
        TestClient.Answer answer = client.post(path, body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json().get("id").asString();
    }

    /** Writes another text on top of what is there now. */
    void replace(String id, String content) {
        JsonNode now = read("api/documents/" + id);
        TestClient.Answer answer = client.with(
                        "If-Match", '"' + now.get("contentEtag").asString() + '"')
                .put("api/documents/" + id, Map.of("title", now.get("title").asString(), "content", content));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    void trash(String id) {
        assertThat(client.delete("api/documents/" + id).status()).isEqualTo(204);
    }

    String text(String id) {
        return read("api/documents/" + id).get("content").asString();
    }

    /** The texts of all documents of all workspaces by title; fails where two have the same. */
    SortedMap<String, String> texts() {
        SortedMap<String, String> texts = new TreeMap<>();
        for (JsonNode document : documents()) {
            String before = texts.put(
                    document.get("title").asString(), document.get("content").asString());
            assertThat(before).as("another " + document.get("title")).isNull();
        }
        return texts;
    }

    /** All documents of all workspaces with their texts. */
    List<JsonNode> documents() {
        List<JsonNode> documents = new ArrayList<>();
        for (JsonNode workspace : items("api/workspaces")) {
            for (JsonNode summary :
                    items("api/workspaces/" + workspace.get("id").asString() + "/documents")) {
                documents.add(read("api/documents/" + summary.get("id").asString()));
            }
        }
        return documents;
    }

    /** The texts that a document had. */
    List<String> versions(String id) {
        String path = "api/documents/" + id + "/versions";
        return items(path).stream()
                .map(version -> read(path + "/" + version.get("id").asString())
                        .get("content")
                        .asString())
                .toList();
    }

    List<JsonNode> attachments(String document) {
        return items("api/documents/" + document + "/attachments");
    }

    byte[] bytes(String attachment) {
        String store = Objects.requireNonNull(
                client.get("api/attachments/" + attachment).header("Location"));
        TestClient.Answer answer = House.running().client().get(store);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.bytes();
    }

    private List<JsonNode> items(String path) {
        JsonNode page = read(path + "?limit=200");
        assertThat(page.path("nextCursor").isString()).as("more than a page").isFalse();
        return page.get("items").valueStream().toList();
    }

    private JsonNode read(String path) {
        TestClient.Answer answer = client.get(path);
        assertThat(answer.status()).as(path + ": " + answer.text()).isEqualTo(200);
        return answer.json();
    }
}
