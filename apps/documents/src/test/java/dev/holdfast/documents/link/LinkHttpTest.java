package dev.holdfast.documents.link;

import static dev.holdfast.documents.DocumentsStage.app;
import static dev.holdfast.documents.DocumentsStage.document;
import static dev.holdfast.documents.DocumentsStage.freshId;
import static dev.holdfast.documents.DocumentsStage.id;
import static dev.holdfast.documents.DocumentsStage.person;
import static dev.holdfast.documents.DocumentsStage.workspace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.documents.DocumentsStage.Person;
import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class LinkHttpTest {
    private final Person ada = person();
    private final TestClient anybody = app().client();
    private final String workspace = workspace(ada);

    @AfterEach
    void realTime() {
        app().clock().reset();
    }

    @Test
    void whoeverHasTheLinkReadsTheDocument() throws Exception {
        Answer made = document(ada.client(), workspace, "Plan", "# Plan\n\nAll of it.");
        String path = "api/documents/" + id(made);
        Answer link = ada.client().post(path + "/links", Map.of());
        assertThat(link.status()).isEqualTo(201);
        assertThat(List.copyOf(link.json().propertyNames()))
                .contains("id", "url", "token", "expiresAt", "revokedAt", "views");
        assertThat(link.json().get("expiresAt").isNull()).isTrue();
        String token = link.json().get("token").asString();
        assertThat(link.json().get("url").asString()).endsWith("/s/" + token);

        JsonNode shown = anybody.get("api/links/" + token).json();
        assertThat(shown.get("content").asString()).isEqualTo("# Plan\n\nAll of it.");
        assertThat(List.copyOf(shown.propertyNames())).doesNotContain("updatedBy");
        Answer page = anybody.get("s/" + token);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.text()).contains("<h1>Plan</h1>", "<p>All of it.</p>");
        assertThat(page.response().headers().allValues("Content-Security-Policy"))
                .singleElement()
                .asString()
                .contains("default-src 'none'")
                .doesNotContain("unsafe", "script-src");
        assertThat(page.header("Cache-Control")).isEqualTo("no-store");

        JsonNode listed = ada.client().get(path + "/links").json().get("items").get(0);
        assertThat(listed.get("views").asInt()).isEqualTo(2);
        assertThat(List.copyOf(listed.propertyNames())).doesNotContain("token", "url");
        assertThat(stored()).doesNotContain(token);
        assertThat(anybody.put("api/links/" + token, Map.of()).status()).isEqualTo(405);
    }

    @Test
    void linksEndByTimeByHandAndWithTheirDocument() {
        Answer made = document(ada.client(), workspace, "Ending", "text");
        String path = "api/documents/" + id(made);
        String expiring = token(ada.client()
                .post(
                        path + "/links",
                        Map.of(
                                "expiresAt",
                                app().clock().instant().plusSeconds(3600).toString())));
        Answer link = ada.client().post(path + "/links", "");
        String revoked = token(link);
        assertThat(anybody.get("api/links/" + expiring).status()).isEqualTo(200);
        assertThat(ada.client().delete(path + "/links/" + id(link)).status()).isEqualTo(204);
        assertThat(ada.client().delete(path + "/links/" + id(link)).status()).isEqualTo(204);
        assertThat(anybody.get("api/links/" + revoked).status()).isEqualTo(410);
        Answer page = anybody.get("s/" + revoked);
        assertThat(page.status()).isEqualTo(410);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        app().clock().advance(Duration.ofHours(2));
        assertThat(anybody.get("api/links/" + expiring).status()).isEqualTo(410);

        String lasting = token(ada.client().post(path + "/links", ""));
        ada.client().delete(path);
        assertThat(anybody.get("api/links/" + lasting).status()).isEqualTo(410);
        ada.client().post(path + "/restore", "");
        assertThat(anybody.get("api/links/" + lasting).status()).isEqualTo(200);
        ada.client().delete("api/workspaces/" + workspace);
        assertThat(anybody.get("api/links/" + lasting).status()).isEqualTo(410);
        assertThat(anybody.get("api/links/nonsense").status()).isEqualTo(404);
        assertThat(anybody.get("s/" + "x".repeat(300)).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "text <img src=x onerror=alert(1)> text",
                "[click](javascript:alert(1))",
                "[click](  JaVaScRiPt:alert(1))",
                "[click](&#106;avascript:alert(1))",
                "[click](data:text/html,<script>alert(1)</script>)",
                "![x](javascript:alert(1))",
                "![x](https://tracker.example.org/pixel.png)",
                "<javascript:alert(1)>",
                "[a]: javascript:alert(1)\n\n[a]",
                "| a |\n|---|\n| <script>alert(1)</script> |",
                "```\"><script>alert(1)</script>\nx\n```",
                "</main></body><script>alert(1)</script>"
            })
    void nothingInADocumentRunsOrLoads(String markdown) {
        String id = id(document(ada.client(), workspace, "</title><script>alert(1)</script>", markdown));
        String page = anybody.get("s/" + token(ada.client().post("api/documents/" + id + "/links", "")))
                .text();
        assertThat(page)
                .doesNotContain("<script", "<img src", "src=\"http", "href=\"javascript", "href=\"data", "href=\"JaVa")
                .doesNotContainPattern("<[^>]*onerror");
    }

    @Test
    void textsThatWouldOverflowARendererAreShownAsText() {
        String deep = ">".repeat(200_000) + " deep";
        String id = id(document(ada.client(), workspace, "deep", deep));
        Answer page = anybody.get("s/" + token(ada.client().post("api/documents/" + id + "/links", "")));
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("deep");
        String json = id(ada.client()
                .post(
                        "api/workspaces/" + workspace + "/documents",
                        Map.of("title", "j", "content", "{\"a\":\"<b>\"}", "contentType", "application/json")));
        assertThat(anybody.get("s/" + token(ada.client().post("api/documents/" + json + "/links", "")))
                        .text())
                .contains("<pre>{&quot;a&quot;:&quot;&lt;b&gt;&quot;}</pre>");
    }

    @Test
    void badRequests() {
        String path = "api/documents/" + id(document(ada.client(), workspace, "bad", "text")) + "/links";
        assertThat(ada.client()
                        .post(path, Map.of("expiresAt", "2001-01-01T00:00:00Z"))
                        .status())
                .isEqualTo(422);
        assertThat(ada.client().post(path, Map.of("expiresAt", "tomorrow")).status())
                .isEqualTo(422);
        assertThat(ada.client().post(path, Map.of("role", "owner")).status()).isEqualTo(422);
        assertThat(ada.client()
                        .post("api/documents/" + freshId() + "/links", "")
                        .status())
                .isEqualTo(404);
        assertThat(ada.client().delete(path + "/" + freshId()).status()).isEqualTo(404);
        assertThat(ada.client().delete(path + "/7").status()).isEqualTo(400);
        assertThat(anybody.post(path, "").status()).isEqualTo(401);
        for (int i = 0; i < Links.OPEN_MAX; i++) {
            assertThat(ada.client().post(path, "").status()).isEqualTo(201);
        }
        assertThat(ada.client().post(path, "").status()).isEqualTo(422);
    }

    private static String token(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json().get("token").asString();
    }

    private static String stored() throws Exception {
        StringBuilder text = new StringBuilder();
        try (Connection owner = app().database().owner();
                Statement statement = owner.createStatement();
                ResultSet rows = statement.executeQuery("select l::text from documents.links l")) {
            while (rows.next()) {
                text.append(rows.getString(1)).append('\n');
            }
        }
        return text.toString();
    }
}
