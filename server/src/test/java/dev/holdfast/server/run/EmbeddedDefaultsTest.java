package dev.holdfast.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.platform.blobs.objects.BlobSettings;
import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start without any outside part gives: pages of allowed origins upload, questions are answered, nothing is complained about. */
class EmbeddedDefaultsTest {
    private static final String ORIGIN = "https://app.example.org";

    @TempDir
    Path folder;

    @Test
    void theEmbeddedPartsDoWhatTheOutsideOnesWould() {
        Settings settings = Settings.read(
                null,
                Map.of(
                        "holdfast.data",
                        folder.resolve("data").toString(),
                        "holdfast.port",
                        "0",
                        "holdfast.environment",
                        "dev",
                        "holdfast.blobs.allowed-origins",
                        ORIGIN));
        try (Program program = Program.start(settings)) {
            TestClient client = new TestClient(program.url().resolve("/"));
            String store = program.bean(BlobSettings.class).endpoint();
            for (String origin : List.of(ORIGIN, program.url().toString())) {
                Answer preflight = client.with("Origin", origin)
                        .with("Access-Control-Request-Method", "PUT")
                        .send("OPTIONS", store + "/holdfast/probe", null);
                assertThat(preflight.header("Access-Control-Allow-Origin")).isEqualTo(origin);
            }
            Answer foreign = client.with("Origin", "https://other.example.org")
                    .with("Access-Control-Request-Method", "PUT")
                    .send("OPTIONS", store + "/holdfast/probe", null);
            assertThat(foreign.header("Access-Control-Allow-Origin")).isNull();
            assertThat(program.bean(BlobSettings.class).allowedOrigins())
                    .as("the store knows them already and would log an error when told over S3")
                    .isEmpty();
            asks(client);
        }
    }

    /** The embedded model answers, whatever a workspace prefers, and clients are told that it can be asked. */
    private static void asks(TestClient client) {
        assertThat(client.get("api/config")
                        .json()
                        .path("features")
                        .path("aiProxy")
                        .asBoolean(false))
                .isTrue();
        TestClient ada = client.signUp("ada@defaults.test", "whole-system-tests-41c7");
        String workspace = ada.post("api/workspaces", Map.of("name", "w"))
                .json()
                .path("id")
                .asString("");
        String document = ada.post(
                        "api/workspaces/" + workspace + "/documents",
                        Map.of("title", "Skagen", "content", "The harbour of Skagen was built in 1907."))
                .json()
                .path("id")
                .asString("");
        Answer answer = ada.post(
                "api/ai/generate", Map.of("prompt", "When was the harbour built?", "contextIds", List.of(document)));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().path("text").asString("")).contains("1907");
    }
}
