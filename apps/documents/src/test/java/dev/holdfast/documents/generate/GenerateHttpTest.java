package dev.holdfast.documents.generate;

import static dev.holdfast.documents.DocumentsStage.app;
import static dev.holdfast.documents.DocumentsStage.body;
import static dev.holdfast.documents.DocumentsStage.document;
import static dev.holdfast.documents.DocumentsStage.freshId;
import static dev.holdfast.documents.DocumentsStage.id;
import static dev.holdfast.documents.DocumentsStage.person;
import static dev.holdfast.documents.DocumentsStage.workspace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.documents.DocumentsStage.Person;
import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Asked with the embedded provider, which needs no network. */
class GenerateHttpTest {
    private static final String PATH = "api/ai/generate";
    private static final String TEXT =
            "The harbour of Skagen was built in 1907. Ships land herring there every morning.";

    private final Person ada = person();
    private final String workspace = workspace(ada);

    @Test
    void answersFromOnesDocuments() {
        String id = id(document(ada.client(), workspace, "Skagen", TEXT));
        Answer answer = ada.client()
                .post(
                        PATH,
                        Map.of(
                                "provider",
                                "local",
                                "prompt",
                                "When was the harbour built?",
                                "contextIds",
                                List.of(id)));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(List.copyOf(answer.json().propertyNames()))
                .containsExactlyInAnyOrder("provider", "model", "text", "usage");
        assertThat(answer.json().get("text").asString()).contains("1907");
        assertThat(List.copyOf(answer.json().get("usage").propertyNames()))
                .containsExactlyInAnyOrder("inputTokens", "outputTokens", "costUsd");
    }

    @Test
    void streamsByAcceptOrBySaying() {
        String id = id(document(ada.client(), workspace, "Skagen", TEXT));
        Map<String, Object> question = Map.of("prompt", "harbour?", "contextIds", List.of(id));
        Answer accepted = ada.client().with("Accept", "text/event-stream").post(PATH, question);
        Answer said = ada.client().post(PATH, Map.of("prompt", "harbour?", "contextIds", List.of(id), "stream", true));
        Answer whole = ada.client().post(PATH, question);
        for (Answer answer : List.of(accepted, said)) {
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(answer.header("Content-Type")).startsWith("text/event-stream");
            StringBuilder text = new StringBuilder();
            String last = "";
            for (String event : answer.text().split("\n\n", -1)) {
                if (!event.isEmpty()) {
                    last = event.lines().findFirst().orElseThrow();
                    JsonNode data = TestClient.JSON.readTree(event.substring(event.indexOf("\ndata: ") + 7));
                    if (last.equals("event: delta")) {
                        text.append(data.get("text").asString());
                    } else {
                        assertThat(data.get("usage").has("inputTokens")).isTrue();
                        assertThat(data.has("model")).isTrue();
                    }
                }
            }
            assertThat(last).isEqualTo("event: done");
            assertThat(text.toString()).isEqualTo(whole.json().get("text").asString());
        }
    }

    @Test
    void whatGoesWrongBeforeTheFirstPieceHasAStatus() {
        Answer refused = ada.client()
                .with("Accept", "text/event-stream")
                .post(PATH, Map.of("prompt", "p", "provider", "nobody"));
        assertThat(refused.status()).as(refused.text()).isEqualTo(422);
        assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
        assertThat(ada.client()
                        .post(PATH, Map.of("prompt", "p", "provider", "openai", "mode", "proxy"))
                        .status())
                .as("no key on this server")
                .isEqualTo(503);
    }

    @Test
    void onlyWhatOneMayReadIsContext() {
        String own = id(document(ada.client(), workspace, "Mine", TEXT));
        Person bob = person();
        String bobs = id(document(bob.client(), workspace(bob), "Bob's", "secret"));
        assertThat(ada.client()
                        .post(PATH, Map.of("prompt", "p", "contextIds", List.of(own, bobs)))
                        .status())
                .isEqualTo(404);
        assertThat(ada.client()
                        .post(PATH, Map.of("prompt", "p", "contextIds", List.of(freshId())))
                        .status())
                .isEqualTo(404);
        ada.client().delete("api/documents/" + own);
        assertThat(ada.client()
                        .post(PATH, Map.of("prompt", "p", "contextIds", List.of(own)))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void contextHasLimits() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ids.add(id(document(ada.client(), workspace, "Long", "x".repeat(70_000))));
        }
        Answer heavy = ada.client().post(PATH, Map.of("prompt", "p", "contextIds", ids));
        assertThat(heavy.status()).isEqualTo(422);
        assertThat(heavy.json().get("errors").get(0).get("message").asString()).contains("210012");
        Answer many = ada.client().post(PATH, Map.of("prompt", "p", "contextIds", Collections.nCopies(21, freshId())));
        assertThat(many.status()).isEqualTo(422);
        assertThat(many.json().get("errors").get(0).get("message").asString()).contains("21");
    }

    @Test
    void bringYourOwnKeyMeansThatTheBrowserAsks() {
        String id = id(document(ada.client(), workspace, "Skagen", TEXT));
        Map<String, Object> question = Map.of("provider", "openai", "prompt", "p", "contextIds", List.of(id));
        Answer refused = ada.client().post(PATH, question);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.json().get("detail").asString()).contains("browser");
        assertThat(ada.client().post(PATH, Map.of("prompt", "p", "mode", "byo")).status())
                .isEqualTo(403);
        // The request overrides the workspace, and the workspace counts when the request says nothing.
        assertThat(ada.client()
                        .post(
                                PATH,
                                Map.of("provider", "openai", "prompt", "p", "mode", "proxy", "contextIds", List.of(id)))
                        .status())
                .isEqualTo(503);
        ada.client().patch("api/workspaces/" + workspace, Map.of("aiMode", "proxy"));
        assertThat(ada.client().post(PATH, question).status()).isEqualTo(503);
    }

    @Test
    void badRequests() {
        for (String field : List.of("apiKey", "api_key", "key", "Authorization", "accessToken")) {
            Answer answer = ada.client().post(PATH, Map.of("prompt", "p", field, "sk-1234"));
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.text()).contains(field).doesNotContain("sk-1234");
        }
        assertThat(ada.client()
                        .post(PATH, Map.of("prompt", "p", "colour", "red"))
                        .json()
                        .get("code")
                        .asString())
                .isEqualTo("UNKNOWN_FIELD");
        assertThat(ada.client().post(PATH, Map.of()).status()).isEqualTo(422);
        assertThat(ada.client().post(PATH, Map.of("prompt", " ")).status()).isEqualTo(422);
        assertThat(ada.client().post(PATH, Map.of("prompt", "p".repeat(20_001))).status())
                .isEqualTo(422);
        assertThat(ada.client()
                        .post(PATH, Map.of("prompt", "p", "mode", "maybe"))
                        .status())
                .isEqualTo(422);
        assertThat(ada.client()
                        .post(PATH, Map.of("prompt", "p", "contextIds", List.of("x")))
                        .status())
                .isEqualTo(422);
        assertThat(ada.client()
                        .post(PATH, body("prompt", "p", "contextIds", Collections.singletonList(null)))
                        .status())
                .isEqualTo(422);
        assertThat(app().client().post(PATH, Map.of("prompt", "p")).status()).isEqualTo(401);
    }
}
