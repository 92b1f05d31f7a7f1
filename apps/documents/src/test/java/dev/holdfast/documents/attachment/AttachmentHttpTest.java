package dev.holdfast.documents.attachment;

import static dev.holdfast.documents.DocumentsStage.app;
import static dev.holdfast.documents.DocumentsStage.body;
import static dev.holdfast.documents.DocumentsStage.document;
import static dev.holdfast.documents.DocumentsStage.freshId;
import static dev.holdfast.documents.DocumentsStage.id;
import static dev.holdfast.documents.DocumentsStage.member;
import static dev.holdfast.documents.DocumentsStage.person;
import static dev.holdfast.documents.DocumentsStage.upload;
import static dev.holdfast.documents.DocumentsStage.workspace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.documents.DocumentsStage.Person;
import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AttachmentHttpTest {
    private static final byte[] BYTES = "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8);

    private final Person ada = person();
    private final String workspace = workspace(ada);
    private final String document = id(document(ada.client(), workspace, "With a file", "text"));

    @Test
    void uploadedListedDownloadedDeleted() {
        Answer made = attach("table.csv");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(List.copyOf(made.json().propertyNames()))
                .containsExactlyInAnyOrder(
                        "id", "documentId", "fileName", "contentType", "sizeBytes", "sha256", "createdAt");
        assertThat(made.json().get("documentId").asString()).isEqualTo(document);
        assertThat(ada.client()
                        .post("api/uploads/" + id(made) + "/complete", "")
                        .json())
                .isEqualTo(made.json());
        JsonNode listed =
                ada.client().get("api/documents/" + document + "/attachments").json();
        assertThat(listed.get("items").get(0)).isEqualTo(made.json());

        Answer redirect = ada.client().get("api/attachments/" + id(made));
        assertThat(redirect.status()).isEqualTo(302);
        Answer bytes = app().client().get(Objects.requireNonNull(redirect.header("Location")));
        assertThat(bytes.status()).isEqualTo(200);
        assertThat(bytes.bytes()).isEqualTo(BYTES);

        assertThat(ada.client().delete("api/attachments/" + id(made)).status()).isEqualTo(204);
        assertThat(ada.client().delete("api/attachments/" + id(made)).status()).isEqualTo(404);
        assertThat(ada.client().get("api/attachments/" + id(made)).status()).isEqualTo(404);
        assertThat(ada.client()
                        .get("api/documents/" + document + "/attachments")
                        .json()
                        .get("items")
                        .size())
                .isZero();
    }

    @Test
    void theyFollowTheirDocumentIntoTheTrashAndBack() {
        String id = id(attach("a.csv"));
        JsonNode page = pull(ada.client(), "");
        assertThat(operations(page, id)).containsExactly("upsert");
        ada.client().delete("api/documents/" + document);
        assertThat(ada.client().get("api/attachments/" + id).status()).isEqualTo(410);
        assertThat(ada.client().delete("api/attachments/" + id).status()).isEqualTo(410);
        page = pull(ada.client(), page.get("cursor").asString());
        assertThat(operations(page, id)).containsExactly("delete");
        ada.client().post("api/documents/" + document + "/restore", "");
        page = pull(ada.client(), page.get("cursor").asString());
        assertThat(operations(page, id)).containsExactly("upsert");
        assertThat(ada.client().get("api/attachments/" + id).status()).isEqualTo(302);
        Answer pushed = ada.client()
                .post(
                        "api/sync/push",
                        Map.of(
                                "mutations",
                                List.of(body(
                                        "mutationId",
                                        freshId(),
                                        "entity",
                                        "attachment",
                                        "op",
                                        "delete",
                                        "id",
                                        id,
                                        "spaceId",
                                        workspace))));
        assertThat(pushed.json().get("results").get(0).get("status").asString()).isEqualTo("applied");
        assertThat(ada.client().get("api/attachments/" + id).status()).isEqualTo(404);
    }

    @Test
    void eachRoleMayWhatTheTableSays() {
        String id = id(attach("a.csv"));
        Person viewer = member(ada, workspace, "viewer");
        Person editor = member(ada, workspace, "editor");
        Person stranger = person();
        assertThat(viewer.client().get("api/attachments/" + id).status()).isEqualTo(302);
        assertThat(viewer.client()
                        .get("api/documents/" + document + "/attachments")
                        .status())
                .isEqualTo(200);
        assertThat(viewer.client().delete("api/attachments/" + id).status()).isEqualTo(403);
        assertThat(presign(viewer.client(), document).status()).isEqualTo(403);
        assertThat(stranger.client().get("api/attachments/" + id).status()).isEqualTo(404);
        assertThat(stranger.client().delete("api/attachments/" + id).status()).isEqualTo(404);
        assertThat(stranger.client()
                        .get("api/documents/" + document + "/attachments")
                        .status())
                .isEqualTo(404);
        assertThat(presign(stranger.client(), document).status()).isEqualTo(404);
        assertThat(presign(editor.client(), document).status()).isEqualTo(201);
        assertThat(editor.client().delete("api/attachments/" + id).status()).isEqualTo(204);
    }

    @Test
    void badRequests() {
        assertThat(ada.client()
                        .post(
                                "api/uploads/presign",
                                Map.of("fileName", "a", "contentType", "text/csv", "scope", "attachment"))
                        .status())
                .isEqualTo(422);
        assertThat(presign(ada.client(), "nonsense").status()).isEqualTo(422);
        assertThat(presign(ada.client(), freshId()).status()).isEqualTo(404);
        assertThat(ada.client().get("api/attachments/7").status()).isEqualTo(400);
        assertThat(ada.client()
                        .get("api/documents/" + document + "/attachments?limit=0")
                        .status())
                .isEqualTo(400);
        assertThat(app().client().get("api/attachments/" + freshId()).status()).isEqualTo(401);
        ada.client().delete("api/documents/" + document);
        assertThat(presign(ada.client(), document).status()).isEqualTo(410);
        assertThat(ada.client()
                        .get("api/documents/" + document + "/attachments")
                        .status())
                .isEqualTo(410);
    }

    @Test
    void pages() {
        for (int i = 0; i < 3; i++) {
            attach("file" + i + ".csv");
        }
        String path = "api/documents/" + document + "/attachments";
        Answer first = ada.client().get(path + "?limit=2");
        Answer second = ada.client()
                .get(path + "?limit=2&cursor=" + first.json().get("nextCursor").asString());
        assertThat(first.json().get("items").size()).isEqualTo(2);
        assertThat(second.json().get("items").size()).isEqualTo(1);
        assertThat(second.json().get("nextCursor").isNull()).isTrue();
    }

    private Answer attach(String name) {
        return upload(
                ada.client(),
                Map.of("fileName", name, "contentType", "text/csv", "scope", "attachment", "documentId", document),
                BYTES);
    }

    private static Answer presign(TestClient client, String document) {
        return client.post(
                "api/uploads/presign",
                Map.of(
                        "fileName",
                        "a.csv",
                        "contentType",
                        "text/csv",
                        "scope",
                        "attachment",
                        "sizeBytes",
                        8,
                        "documentId",
                        document));
    }

    private static JsonNode pull(TestClient client, String cursor) {
        return client.get("api/sync/since?apps=documents" + (cursor.isEmpty() ? "" : "&cursor=" + cursor))
                .json();
    }

    private static List<String> operations(JsonNode page, String attachment) {
        List<String> found = new ArrayList<>();
        page.get("changes").forEach(change -> {
            if (change.get("id").asString().equals(attachment)) {
                found.add(change.get("op").asString());
            }
        });
        return found;
    }
}
