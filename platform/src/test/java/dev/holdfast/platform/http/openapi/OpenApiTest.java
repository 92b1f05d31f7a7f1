package dev.holdfast.platform.http.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.platform.Code;
import dev.holdfast.platform.http.ProbeApp;
import dev.holdfast.testkit.TestClient.Answer;
import dev.holdfast.testkit.openapi.OpenApiCoverage;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class OpenApiTest {

    @Test
    void theDescriptionIsComplete() {
        assertThat(OpenApiCoverage.faults(document(), routes())).isEmpty();
    }

    @Test
    void aGapIsFound() {
        ObjectNode document = (ObjectNode) document();
        ObjectNode echo = (ObjectNode) document.at("/paths/~1api~1probe~1things/post");
        echo.remove("requestBody");
        echo.put("summary", " ");
        ((ObjectNode) echo.get("responses")).remove("422");
        ((ObjectNode) document.at("/paths/~1api~1probe~1things~1{id}/get")).putArray("parameters");
        ((ObjectNode) document.get("paths")).remove("/api/probe/owned");
        ((ObjectNode) document.get("paths")).putObject("/api/gone").putObject("get");
        ((ObjectNode) document.at("/components/schemas")).remove("Problem");
        assertThat(OpenApiCoverage.faults(document, routes()).toString())
                .contains(
                        "POST /api/probe/things doesn't describe its body",
                        "POST /api/probe/things has no summary",
                        "POST /api/probe/things doesn't describe the problem UNKNOWN_FIELD (422)",
                        "GET /api/probe/things/{id} doesn't describe the parameter path id",
                        "GET /api/probe/owned isn't described",
                        "get /api/gone is described but isn't a route",
                        "there is no #/components/schemas/Problem");
    }

    @Test
    void aRouteTellsItsRuleItsHeadersAndItsShapes() {
        JsonNode document = document();
        JsonNode order = document.at("/paths/~1api~1probe~1orders/post");
        assertThat(order.at("/security/0/bearer").isArray()).isTrue();
        assertThat(order.get("parameters").toString()).contains("Idempotency-Key");
        assertThat(order.at("/responses/409/content/application~1problem+json/examples/CONFLICT/value/status")
                        .asInt())
                .isEqualTo(409);
        assertThat(order.get("responses").propertyNames()).contains("200", "201");
        JsonNode one = document.at("/paths/~1api~1probe~1things~1{id}/get");
        assertThat(one.has("security")).isFalse();
        assertThat(one.get("summary").asString()).isEqualTo("One thing.");
        assertThat(one.at("/responses/200/headers/ETag").isMissingNode()).isFalse();
        assertThat(one.at("/responses/304").isMissingNode()).isFalse();
        JsonNode patch = document.at("/components/schemas/ProbeThingPatch/properties");
        assertThat(patch.at("/name/type").toString()).contains("string");
        assertThat(patch.at("/refs/items/format").asString()).isEqualTo("uuid");
        assertThat(document.at("/components/schemas/ProbeThing/properties/count/description")
                        .asString())
                .isEqualTo("how many there are");
        assertThat(document.at("/components/securitySchemes/bearer/scheme").asString())
                .isEqualTo("bearer");
        assertThat(document.path("openapi").asString()).startsWith("3.1");
    }

    @Test
    void itCanBeReadByPeople() {
        Answer moved = ProbeApp.running().client().get("docs");
        assertThat(moved.status()).isEqualTo(302);
        Answer page = ProbeApp.running().client().get(Objects.requireNonNull(moved.header("Location")));
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("swagger-ui").doesNotContain("style=", "<script>", "onload=");
        assertThat(page.header("Content-Security-Policy")).doesNotContain("unsafe");
        assertThat(ProbeApp.running()
                        .client()
                        .get("swagger-ui/swagger-initializer.js")
                        .text())
                .contains("/openapi.json");
    }

    @Test
    void routesAreListedWithTheirRules() {
        String text = ProbeApp.running().bean(Routes.class).text();
        assertThat(text.lines())
                .contains(
                        "GET /api/probe/me ACCOUNT probe:read ProbeController.me",
                        "GET /api/probe/admin ADMIN - ProbeController.admin",
                        "GET /metrics ADMIN - MetricsController.metrics",
                        "GET /healthz PUBLIC - StateController.alive");
        assertThat(text.lines().toList())
                .isEqualTo(text.lines()
                        .sorted(Comparator.comparing((String line) -> line.split(" ")[1])
                                .thenComparing(line -> line.split(" ")[0]))
                        .toList());
    }

    private static JsonNode document() {
        Answer answer = ProbeApp.running().client().get("openapi.json");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static List<OpenApiCoverage.Route> routes() {
        return ProbeApp.running().bean(Routes.class).all().stream()
                .filter(route -> !route.path().equals("/error"))
                .map(route -> new OpenApiCoverage.Route(
                        route.method(),
                        route.path(),
                        Set.copyOf(route.parameters()),
                        route.hasBody(),
                        route.problems().stream().collect(Collectors.toMap(Code::name, Code::status))))
                .toList();
    }
}
