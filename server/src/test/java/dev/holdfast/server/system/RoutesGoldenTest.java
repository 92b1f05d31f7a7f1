package dev.holdfast.server.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.platform.http.openapi.Route;
import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import dev.holdfast.testkit.gates.Golden;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class RoutesGoldenTest {
    private final List<Route> routes = House.running().routes();

    @Test
    void routesAreTheAcceptedOnes() {
        Golden.check("routes", routes.stream().map(Route::line).collect(Collectors.joining("\n", "", "\n")));
    }

    @Test
    void everyHandlerSaysWhoMayCallIt() {
        assertThat(routes).isNotEmpty();
        assertThat(routes.stream().filter(route -> route.access() == null).map(Route::line))
                .isEmpty();
    }

    @Test
    void noRouteShowsTheFrameworksInsides() {
        for (String path : List.of("actuator", "actuator/env", "actuator/configprops", "actuator/heapdump", "env")) {
            assertThat(Household.admin().get(path).status()).as(path).isEqualTo(404);
        }
    }

    @Test
    void noTwoHandlersClaimOnePath() {
        // Names of variables don't tell two paths apart for a client.
        Map<String, List<String>> claims = routes.stream()
                .collect(Collectors.groupingBy(
                        route -> route.method() + " " + route.path().replaceAll("\\{[^}]*}", "{}"),
                        Collectors.mapping(Route::handler, Collectors.toList())));
        assertThat(claims.entrySet().stream().filter(claim -> claim.getValue().size() > 1))
                .isEmpty();
    }

    @Test
    void everyScopeThatARouteAsksForCanBeGivenToAKey() {
        TestClient admin = Household.admin();
        for (String scope : scopes()) {
            Answer answer = admin.post("api/api-keys", Map.of("name", "with " + scope, "scopes", List.of(scope)));
            assertThat(answer.status()).as(scope + ": " + answer).isEqualTo(201);
        }
    }

    private List<String> scopes() {
        return routes.stream()
                .flatMap(route -> route.access() == null
                        ? java.util.stream.Stream.empty()
                        : java.util.stream.Stream.of(route.access().scope()))
                .filter(scope -> !scope.isEmpty())
                .distinct()
                .sorted()
                .toList();
    }
}
