package dev.holdfast.documents.version;

import static dev.holdfast.documents.DocumentsStage.app;
import static dev.holdfast.documents.DocumentsStage.document;
import static dev.holdfast.documents.DocumentsStage.etag;
import static dev.holdfast.documents.DocumentsStage.freshId;
import static dev.holdfast.documents.DocumentsStage.id;
import static dev.holdfast.documents.DocumentsStage.person;
import static dev.holdfast.documents.DocumentsStage.workspace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.holdfast.documents.DocumentsStage.Person;
import dev.holdfast.testkit.TestClient.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class VersionHttpTest {
    private static final Path CHAINS =
            Path.of(System.getProperty("holdfast.root", "."), "../shared/data/documents/versions");

    private static Person ada = person();
    private static String workspace = "";

    @BeforeAll
    static void settle() {
        ada = person();
        workspace = workspace(ada);
    }

    @AfterEach
    void realTime() {
        app().clock().reset();
    }

    @Test
    void snapshotsAreKeptShownComparedAndBroughtBack() {
        Answer made = document(ada.client(), workspace, "Draft", "one\ntwo\n");
        String path = "api/documents/" + id(made);
        Answer snapshot = ada.client().post(path + "/versions", Map.of());
        assertThat(snapshot.status()).isEqualTo(201);
        assertThat(List.copyOf(snapshot.json().propertyNames()))
                .containsExactlyInAnyOrder(
                        "id", "documentId", "createdAt", "createdBy", "kind", "title", "contentEtag");
        assertThat(snapshot.json().get("kind").asString()).isEqualTo("snapshot");
        Answer edited = put(path, etag(made), "Final", "one\nTWO\n");

        List<JsonNode> versions = versions(path);
        assertThat(versions).extracting(v -> v.get("kind").asString()).containsExactly("automatic", "snapshot");
        assertThat(versions.get(0).get("title").asString())
                .as("the title that was lost")
                .isEqualTo("Draft");
        Answer one = ada.client().get(path + "/versions/" + id(snapshot));
        assertThat(one.json().get("content").asString()).isEqualTo("one\ntwo\n");

        Answer diff = ada.client().get(path + "/diff?from=" + id(snapshot) + "&to=current");
        assertThat(diff.header("Content-Type")).startsWith("text/x-diff");
        assertThat(diff.text()).contains("--- a/Draft", "+++ b/Final", "-two", "+TWO");
        assertThat(ada.client().get(path + "/diff?from=" + id(snapshot)).text()).isEqualTo(diff.text());
        assertThat(ada.client().get(path + "/diff?from=current&to=current").text())
                .isEmpty();

        String restore = path + "/versions/" + id(snapshot) + "/restore";
        assertThat(ada.client().post(restore, "").status()).isEqualTo(428);
        assertThat(ada.client().with("If-Match", etag(made)).post(restore, "").status())
                .isEqualTo(412);
        Answer restored = ada.client().with("If-Match", etag(edited)).post(restore, "");
        assertThat(restored.status()).isEqualTo(200);
        assertThat(restored.json().get("content").asString()).isEqualTo("one\ntwo\n");
        assertThat(restored.json().get("title").asString()).isEqualTo("Draft");
        assertThat(etag(restored)).isEqualTo(etag(made));
        assertThat(versions(path).get(0).get("title").asString())
                .as("what was replaced is kept")
                .isEqualTo("Final");
    }

    @Test
    void editsCloseTogetherShareOneAutomaticVersion() {
        Answer now = document(ada.client(), workspace, "Typing", "0");
        String path = "api/documents/" + id(now);
        for (int i = 1; i <= 5; i++) {
            now = put(path, etag(now), "Typing", Integer.toString(i));
        }
        assertThat(versions(path)).hasSize(1);
        app().clock().advance(Duration.ofMinutes(11));
        now = put(path, etag(now), "Typing", "later");
        assertThat(versions(path)).hasSize(2);
        assertThat(now.status()).isEqualTo(200);
    }

    @Test
    void oldAutomaticVersionsAreThinnedAndBasesForgotten() {
        Answer now = document(ada.client(), workspace, "Old", "0");
        String first = etag(now);
        String path = "api/documents/" + id(now);
        for (int i = 1; i <= 6; i++) {
            app().clock().advance(Duration.ofMinutes(11));
            now = put(path, etag(now), "Old", "text " + i);
        }
        Answer snapshot = ada.client().post(path + "/versions", "");
        assertThat(versions(path)).hasSize(7);
        app().clock().advance(Duration.ofDays(9));
        app().bean(Versions.class).tidy();
        List<JsonNode> left = versions(path);
        assertThat(left.size()).isBetween(2, 3);
        assertThat(left).extracting(v -> v.get("id").asString()).contains(id(snapshot));
        assertThat(stale(path, first).has("merge"))
                .as("bases last longer than versions")
                .isTrue();
        app().clock().advance(Duration.ofDays(31));
        app().bean(Versions.class).tidy();
        assertThat(stale(path, "\"" + "0".repeat(64) + "\"").has("merge")).isFalse();
        assertThat(ada.client().get(path + "/versions/" + id(snapshot)).status())
                .isEqualTo(200);
    }

    @Test
    void realChainsMerge() throws Exception {
        assumeThat(Files.isDirectory(CHAINS)).as("no chains at " + CHAINS).isTrue();
        int clean = 0;
        int torn = 0;
        for (String chain : List.of("til-README", "fpb-subjects")) {
            List<String> texts = new ArrayList<>();
            try (Stream<Path> files = Files.list(CHAINS.resolve(chain))) {
                for (Path file : files.sorted().limit(20).toList()) {
                    texts.add(Files.readString(file));
                }
            }
            for (int i = 0; i + 2 < texts.size(); i += 3) {
                // The server went from one real version to the next; somebody else added a line at the end of the old
                // one.
                Answer base = document(ada.client(), workspace, chain + i, texts.get(i));
                String path = "api/documents/" + id(base);
                put(path, etag(base), chain + i, texts.get(i + 1));
                Answer refused = put(path, etag(base), chain + i, texts.get(i) + "\nMy own last line.\n");
                assertThat(refused.status()).isEqualTo(412);
                JsonNode merge = refused.json().get("merge");
                assertThat(merge.get("content").asString()).contains("My own last line.");
                if (merge.get("clean").asBoolean()) {
                    clean++;
                    Answer merged = put(
                            path, etag(refused), chain + i, merge.get("content").asString());
                    assertThat(merged.status()).isEqualTo(200);
                } else {
                    torn++;
                }
                Answer same = put(path, "\"nothing\"", chain + i, texts.get(i + 2));
                assertThat(same.status()).isEqualTo(412);
            }
        }
        assertThat(clean).isGreaterThan(torn);
    }

    @Test
    void pagesOfVersions() {
        Answer made = document(ada.client(), workspace, "Many", "text");
        String path = "api/documents/" + id(made);
        for (int i = 0; i < 7; i++) {
            ada.client().post(path + "/versions", "");
        }
        List<String> all =
                versions(path).stream().map(v -> v.get("id").asString()).toList();
        Answer first = ada.client().get(path + "/versions?limit=4");
        Answer second = ada.client()
                .get(path + "/versions?limit=4&cursor="
                        + first.json().get("nextCursor").asString());
        List<String> paged = new ArrayList<>();
        first.json().get("items").forEach(v -> paged.add(v.get("id").asString()));
        second.json().get("items").forEach(v -> paged.add(v.get("id").asString()));
        assertThat(paged).isEqualTo(all).hasSize(7);
        assertThat(second.json().get("nextCursor").isNull()).isTrue();
    }

    @Test
    void badRequests() {
        Answer made = document(ada.client(), workspace, "Bad", "text");
        String path = "api/documents/" + id(made);
        assertThat(ada.client().get(path + "/versions/nonsense").status()).isEqualTo(400);
        assertThat(ada.client().get(path + "/versions/" + freshId()).status()).isEqualTo(404);
        assertThat(ada.client().get(path + "/diff").status()).isEqualTo(400);
        assertThat(ada.client().get(path + "/diff?from=yesterday").status()).isEqualTo(400);
        assertThat(ada.client().get(path + "/diff?from=" + freshId()).status()).isEqualTo(404);
        assertThat(ada.client().get("api/documents/" + freshId() + "/versions").status())
                .isEqualTo(404);
        assertThat(ada.client()
                        .post("api/documents/" + freshId() + "/versions", "")
                        .status())
                .isEqualTo(404);
        assertThat(ada.client()
                        .with("If-Match", "*")
                        .post(path + "/versions/" + freshId() + "/restore", "")
                        .status())
                .isEqualTo(404);
        String foreign = id(ada.client()
                .post("api/documents/" + id(document(ada.client(), workspace, "Other", "x")) + "/versions", ""));
        assertThat(ada.client().get(path + "/versions/" + foreign).status()).isEqualTo(404);
        ada.client().delete(path);
        assertThat(ada.client().get(path + "/versions").status()).isEqualTo(410);
    }

    private static JsonNode stale(String path, String base) {
        Answer answer = put(path, base, "Old", "mine");
        assertThat(answer.status()).isEqualTo(412);
        return answer.json();
    }

    private static Answer put(String path, String etag, String title, String content) {
        return ada.client().with("If-Match", etag).put(path, Map.of("title", title, "content", content));
    }

    private static List<JsonNode> versions(String path) {
        List<JsonNode> versions = new ArrayList<>();
        ada.client().get(path + "/versions").json().get("items").forEach(versions::add);
        return versions;
    }
}
