package dev.holdfast.server.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.http.RateLimits;
import dev.holdfast.server.system.House;
import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class TelemetryHttpTest {
    private final House house = House.running();
    private final TestClient client = house.client();
    private final MeterRegistry meters = house.bean(MeterRegistry.class);

    @Test
    void eventsAreCountedByKnownNames() {
        double pages = count("holdfast.web.pages", "document");
        double others = count("holdfast.web.pages", "other");
        double errors = count("holdfast.web.errors", "type-error");
        long opened = meters.timer("holdfast.web.durations", "name", "document").count();
        Answer answer = client.post(
                "api/telemetry",
                Map.of(
                        "events",
                        List.of(
                                event("page", "document"),
                                event("page", "document"),
                                event("page", "somebodys-name"),
                                event("error", "type-error"),
                                Map.of("kind", "duration", "name", "document", "ms", 250))));
        assertThat(answer.status()).as(answer.text()).isEqualTo(204);
        assertThat(count("holdfast.web.pages", "document")).isEqualTo(pages + 2);
        assertThat(count("holdfast.web.pages", "other")).isEqualTo(others + 1);
        assertThat(count("holdfast.web.errors", "type-error")).isEqualTo(errors + 1);
        assertThat(meters.timer("holdfast.web.durations", "name", "document").count())
                .isEqualTo(opened + 1);
        assertThat(meters.timer("holdfast.web.durations", "name", "document").totalTime(TimeUnit.MILLISECONDS))
                .isGreaterThanOrEqualTo(250);
        assertThat(meters.getMeters().toString()).doesNotContain("somebodys-name");
    }

    @Test
    void anythingElseIsRefusedAndCountsNothing() {
        double before = count("holdfast.web.pages", "workspaces");
        Map<String, Object> good = event("page", "workspaces");
        refused(List.of(good, event("click", "workspaces")), "events[1].kind");
        refused(List.of(good, event("page", "")), "events[1].name");
        refused(List.of(good, event("page", "Home")), "events[1].name");
        refused(List.of(good, event("page", "/w/01890a5d-ac96-774b-bcce-b302099a8057")), "events[1].name");
        refused(List.of(good, event("page", "a".repeat(41))), "events[1].name");
        refused(List.of(good, event("duration", "document")), "events[1].ms");
        refused(List.of(good, Map.of("kind", "duration", "name", "document", "ms", -1)), "events[1].ms");
        refused(List.of(good, Map.of("kind", "page", "name", "workspaces", "ms", 1)), "events[1].ms");
        refused(Collections.nCopies(51, good), "events");
        refused(Collections.singletonList(null), "events[0].kind");
        Map<String, Object> more = new HashMap<>(good);
        more.put("user", "ada");
        assertThat(client.post("api/telemetry", Map.of("events", List.of(more)))
                        .json()
                        .get("code")
                        .asString())
                .isEqualTo("UNKNOWN_FIELD");
        assertThat(client.post("api/telemetry", Map.of()).status()).isEqualTo(422);
        assertThat(count("holdfast.web.pages", "workspaces")).isEqualTo(before);
    }

    @Test
    void anOperatorMayTurnItOff() {
        TelemetryController off = new TelemetryController(
                house.bean(Telemetry.class), house.bean(RateLimits.class), new WebSettings(false));
        assertThatThrownBy(() -> off.report(Actor.system("test"), new TelemetryController.Report(new ArrayList<>())))
                .hasMessage("This server takes no telemetry.");
        assertThat(client.get("api/config").json().at("/features/telemetry").asBoolean())
                .isTrue();
    }

    private double count(String name, String value) {
        return meters.counter(name, "name", value).count();
    }

    private void refused(List<?> events, String field) {
        Answer answer = client.post("api/telemetry", Map.of("events", events));
        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        assertThat(answer.json().at("/errors/0/field").asString()).isEqualTo(field);
    }

    private static Map<String, Object> event(String kind, String name) {
        return Map.of("kind", kind, "name", name);
    }
}
