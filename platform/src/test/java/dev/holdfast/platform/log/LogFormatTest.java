package dev.holdfast.platform.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.read.ListAppender;
import dev.holdfast.platform.http.ProbeApp;
import dev.holdfast.testkit.TestApp;
import dev.holdfast.testkit.TestClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class LogFormatTest {

    @Test
    void jsonIsOneWholeObjectALine() {
        try (TestApp app = ProbeApp.start(Map.of("holdfast.log.format", "json"))) {
            String line = lineOf(app);
            assertThat(line).endsWith("\n").doesNotContain("secret");
            assertThat(line.strip()).doesNotContain("\n");
            JsonMapper strict = JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build();
            JsonNode json = strict.readTree(line);
            assertThat(json.get("req_id").asString()).isEqualTo("json-1");
            assertThat(json.get("user_id").asString()).isEqualTo(ProbeApp.ROOT.toString());
            assertThat(json.get("route").asString()).isEqualTo("GET /api/probe/admin");
            assertThat(json.get("status").asInt()).isEqualTo(200);
            assertThat(json.get("latency_ms").isNumber()).isTrue();
            assertThat(json.get("rows_read").asInt()).isEqualTo(1);
            assertThat(json.get("rows_written").asInt()).isZero();
            assertThat(json.get("level").asString()).isEqualTo("INFO");
        }
    }

    @Test
    void textIsForPeople() {
        try (TestApp app = ProbeApp.start(Map.of("holdfast.log.format", "text"))) {
            assertThat(lineOf(app))
                    .contains("access")
                    .contains("GET /api/probe/admin 200 in ")
                    .endsWith("\n");
        }
    }

    @Test
    void filesHoldEachRequestAndSecurityEventsOnTheirOwn(@TempDir Path folder) throws IOException {
        try (TestApp app = ProbeApp.start(Map.of("holdfast.log.folder", folder.toString()))) {
            assertThat(lineOf(app)).contains("access");
            LoggerFactory.getLogger("holdfast.security").warn("something.refused account={}", "nobody's");
            assertThat(Files.readString(folder.resolve("holdfast.jsonl")))
                    .contains("\"route\":\"GET /api/probe/admin\"", "\"req_id\":\"json-1\"")
                    .doesNotContain("something.refused", "secret=1");
            assertThat(Files.readString(folder.resolve("security.jsonl")))
                    .contains("\"message\":\"something.refused account=nobody's\"")
                    .doesNotContain("route");
            Logger access = (Logger) LoggerFactory.getLogger("access");
            assertThat(access.isAdditive())
                    .as("a terminal sees no line for each request")
                    .isFalse();
        }
    }

    private static String lineOf(TestApp app) {
        Logger access = (Logger) LoggerFactory.getLogger("access");
        access.setLevel(Level.INFO);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        access.addAppender(lines);
        TestClient client = app.client().with("X-Request-Id", "json-1").bearer(ProbeApp.ROOT.toString());
        assertThat(client.get("api/probe/admin?secret=1").status()).isEqualTo(200);
        // The line is written after the answer; a second request's answer comes after the first one's line.
        assertThat(client.get("api/probe/admin").status()).isEqualTo(200);
        access.detachAppender(lines);
        var root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        var console = (ConsoleAppender<ILoggingEvent>) Objects.requireNonNull(root.getAppender("console"));
        return new String(console.getEncoder().encode(lines.list.get(0)), StandardCharsets.UTF_8);
    }
}
