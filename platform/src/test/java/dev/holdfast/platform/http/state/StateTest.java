package dev.holdfast.platform.http.state;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.holdfast.platform.http.ProbeApp;
import dev.holdfast.testkit.TestApp;
import dev.holdfast.testkit.TestClient;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.annotation.Bean;

final class StateTest {
    private static final AtomicBoolean reached = new AtomicBoolean(true);

    static class Objects {
        @Bean
        ReadyPart objects() {
            return new ReadyPart() {
                @Override
                public String name() {
                    return "objects";
                }

                @Override
                public void reach() {
                    if (!reached.get()) {
                        throw new IllegalStateException("secret internals");
                    }
                }
            };
        }
    }

    @Test
    void readinessNamesWhatIsMissing() {
        try (TestApp app = ProbeApp.start(Map.of("holdfast.http.metrics", "public"), Objects.class)) {
            TestClient client = app.client();
            assertThat(client.get("healthz").text()).isEqualTo("{\"status\":\"up\"}");
            assertThat(client.get("readyz").text()).isEqualTo("{\"status\":\"ready\"}");
            reached.set(false);
            TestClient.Answer answer = ProbeApp.refused(503, "UNAVAILABLE", client.get("readyz"));
            assertThat(answer.json().get("missing").toString()).isEqualTo("[\"objects\"]");
            assertThat(answer.text()).doesNotContain("secret");
            reached.set(true);
            AvailabilityChangeEvent.publish(app.context(), ReadinessState.REFUSING_TRAFFIC);
            assertThat(ProbeApp.refused(503, "UNAVAILABLE", client.get("readyz"))
                            .header("Retry-After"))
                    .isEqualTo("2");
            assertThat(client.get("healthz").status()).isEqualTo(200);
            assertThat(client.get("metrics").text())
                    .contains("jvm_memory_used_bytes", "hikaricp_connections", "http_server_requests_seconds_bucket");
        }
    }

    @Test
    void metricsAreForAdministrators() {
        TestClient client = ProbeApp.running().client();
        ProbeApp.refused(401, "UNAUTHENTICATED", client.get("metrics"));
        ProbeApp.refused(
                403, "FORBIDDEN", client.bearer(ProbeApp.ANN.toString()).get("metrics"));
        assertThat(client.bearer(ProbeApp.ROOT.toString()).get("metrics").header("Content-Type"))
                .startsWith("text/plain");
    }

    @Test
    void eachRequestLeavesOneLine() {
        TestClient client = ProbeApp.running().client().with("X-Request-Id", "line-1");
        Logger access = (Logger) LoggerFactory.getLogger("access");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        access.setLevel(Level.INFO);
        lines.start();
        access.addAppender(lines);
        try {
            client.bearer(ProbeApp.ROOT.toString()).get("api/probe/admin?secret=1");
            ProbeApp.running().client().get("healthz");
        } finally {
            access.detachAppender(lines);
        }
        ILoggingEvent line = lines.list.stream()
                .filter(event -> event.getKeyValuePairs().stream().anyMatch(pair -> "line-1".equals(pair.value)))
                .findFirst()
                .orElseThrow();
        Map<String, String> fields = line.getKeyValuePairs().stream()
                .collect(Collectors.toMap(pair -> pair.key, pair -> String.valueOf(pair.value)));
        assertThat(fields.keySet())
                .containsExactlyInAnyOrder(
                        "req_id",
                        "user_id",
                        "vendor_id",
                        "role",
                        "route",
                        "status",
                        "latency_ms",
                        "rows_read",
                        "rows_written");
        assertThat(fields)
                .containsEntry("user_id", ProbeApp.ROOT.toString())
                .containsEntry("route", "GET /api/probe/admin")
                .containsEntry("status", "200")
                .containsEntry("rows_read", "1");
        assertThat(line.getFormattedMessage()).doesNotContain("secret");
    }
}
