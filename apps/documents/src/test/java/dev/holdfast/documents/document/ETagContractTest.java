package dev.holdfast.documents.document;

import static dev.holdfast.documents.DocumentsStage.body;
import static dev.holdfast.documents.DocumentsStage.document;
import static dev.holdfast.documents.DocumentsStage.etag;
import static dev.holdfast.documents.DocumentsStage.id;
import static dev.holdfast.documents.DocumentsStage.person;
import static dev.holdfast.documents.DocumentsStage.workspace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.documents.DocumentsStage.Person;
import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every combination of what a document is and what a request says of it. */
class ETagContractTest {
    private static Person ada = person();
    private static String workspace = "";

    @BeforeAll
    static void settle() {
        ada = person();
        workspace = workspace(ada);
    }

    /** A document that was {@code old}, and is {@code now}. */
    private record Edited(String path, String old, String now) {

        static Edited make() {
            Answer first = document(ada.client(), workspace, "Title", "one\ntwo\nthree\n");
            Answer second = ada.client()
                    .with("If-Match", etag(first))
                    .put("api/documents/" + id(first), Map.of("title", "Title", "content", "one\ntwo\nTHREE\n"));
            assertThat(second.status()).isEqualTo(200);
            return new Edited("api/documents/" + id(first), etag(first), etag(second));
        }

        /** A header's value: {@code now}, {@code old} stand for ETags, {@code -} for no header. */
        TestClient with(String header, String value) {
            if (value.equals("-")) {
                return ada.client();
            }
            return ada.client()
                    .with(header, value.replace("now", now).replace("old", old).replace('+', ','));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-, 200",
        "now, 304",
        "W/now, 304",
        "old, 200",
        "old + now, 304",
        "*, 304",
        "unquoted, 400",
        "'\"', 400",
        "'', 400"
    })
    void reads(String ifNoneMatch, int status) {
        Edited document = Edited.make();
        Answer answer = document.with("If-None-Match", ifNoneMatch).get(document.path);
        assertThat(answer.status()).as(ifNoneMatch).isEqualTo(status);
        if (status != 400) {
            assertThat(answer.header("ETag")).isEqualTo(document.now);
        }
        if (status == 304) {
            assertThat(answer.bytes()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        // What If-Match says, which title and content are sent, the base title, and what comes of it.
        "-, Title, new, -, 428",
        "now, Title, new, -, 200",
        "now, Other, same, -, 200",
        "now, Other, new, Title, 200",
        "now, Other, new, Wrong, 412",
        "old, Title, new, -, 412",
        "old + now, Title, new, -, 200",
        "W/now, Title, new, -, 412",
        "*, Title, new, -, 200",
        "*, Title, new, Title, 200",
        "*, Title, new, Wrong, 412",
        "old, Title, same, -, 200",
        "old, Title, same, Wrong, 200",
        "'\"absent\"', Title, same, -, 200",
        "'\"absent\"', Title, new, -, 412",
        "'\"absent\"', Other, same, -, 412",
        "unquoted, Title, new, -, 400"
    })
    void writes(String ifMatch, String title, String content, String baseTitle, int status) {
        Edited document = Edited.make();
        Map<String, @Nullable Object> body =
                body("title", title, "content", content.equals("same") ? "one\ntwo\nTHREE\n" : "ONE\ntwo\nthree\n");
        if (!baseTitle.equals("-")) {
            body.put("baseTitle", baseTitle);
        }
        Answer answer = document.with("If-Match", ifMatch).put(document.path, body);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        Answer stored = ada.client().get(document.path);
        if (status == 200) {
            assertThat(stored.json()).isEqualTo(answer.json());
            assertThat(stored.header("ETag")).isEqualTo(answer.header("ETag"));
            assertThat(stored.json().get("title").asString()).isEqualTo(title);
        } else {
            assertThat(stored.header("ETag")).isEqualTo(document.now);
            assertThat(stored.json().get("title").asString()).isEqualTo("Title");
        }
        if (status == 412) {
            assertThat(answer.json().get("code").asString()).isEqualTo("STALE");
            assertThat(answer.header("ETag")).isEqualTo(document.now);
            assertThat(answer.json().get("current")).isEqualTo(stored.json());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-, 204",
        "now, 204",
        "*, 204",
        "old + now, 204",
        "old, 412",
        "W/now, 412",
        "'\"absent\"', 412",
        "unquoted, 400"
    })
    void deletes(String ifMatch, int status) {
        Edited document = Edited.make();
        Answer answer = document.with("If-Match", ifMatch).delete(document.path);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        Answer stored = ada.client().get(document.path);
        assertThat(stored.status()).isEqualTo(status == 204 ? 410 : 200);
        if (status == 412) {
            assertThat(answer.json().get("current")).isEqualTo(stored.json());
        }
        if (status == 204) {
            assertThat(document.with("If-Match", ifMatch).delete(document.path).status())
                    .isEqualTo(404);
        }
    }

    @Test
    void theTagIsTheContentsHash() throws Exception {
        String text = "\uFEFFä\r\nä́ \uD83D\uDE00\u0007";
        Answer made = document(ada.client(), workspace, "hash", text);
        String hash = Content.etag(text.getBytes(StandardCharsets.UTF_8));
        assertThat(etag(made)).isEqualTo('"' + hash + '"');
        assertThat(made.json().get("contentEtag").asString()).isEqualTo(hash);
        assertThat(ada.client()
                        .get("api/documents/" + id(made))
                        .json()
                        .get("content")
                        .asString())
                .isEqualTo(text);
    }

    @Test
    void staleWritesComeWithAMergeWhenTheBaseIsKnown() {
        Edited document = Edited.make();
        Answer clean = document.with("If-Match", document.old)
                .put(document.path, Map.of("title", "Title", "content", "ONE\ntwo\nthree\n"));
        assertThat(clean.status()).isEqualTo(412);
        assertThat(clean.json().get("merge").get("clean").asBoolean()).isTrue();
        assertThat(clean.json().get("merge").get("content").asString()).isEqualTo("ONE\ntwo\nTHREE\n");

        Answer torn = document.with("If-Match", document.old)
                .put(document.path, Map.of("title", "Title", "content", "one\ntwo\nIII\n"));
        assertThat(torn.json().get("merge").get("clean").asBoolean()).isFalse();
        assertThat(torn.json().get("merge").get("content").asString()).contains("<<<<<<<", "III", "THREE");

        Answer unknown = document.with("If-Match", "\"of-no-base\"")
                .put(document.path, Map.of("title", "Title", "content", "one\n"));
        assertThat(unknown.status()).isEqualTo(412);
        assertThat(unknown.json().has("merge")).isFalse();
    }

    @Test
    void writingWhatIsntThereNeverMakesIt() {
        String nowhere = "api/documents/01890a5d-ac96-774b-bcce-b302099a8057";
        TestClient client = ada.client().with("If-Match", "*");
        assertThat(client.put(nowhere, Map.of("title", "t", "content", "c")).status())
                .isEqualTo(404);
        assertThat(client.delete(nowhere).status()).isEqualTo(404);
        assertThat(client.get(nowhere).status()).isEqualTo(404);
        assertThat(client.post(nowhere + "/restore", Map.of()).status()).isEqualTo(404);
    }
}
