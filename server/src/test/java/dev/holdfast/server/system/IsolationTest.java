package dev.holdfast.server.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.platform.http.Access;
import dev.holdfast.platform.http.openapi.Route;
import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every route, called by everybody: {@code isolation.txt} says for each route what each role is answered. A route without
 * a line there fails.
 */
final class IsolationTest {
    private static final String MISSING = "00000000-0000-7000-8000-00000000dead";

    private final Map<String, IsolationTable.Line> table = IsolationTable.read();
    private final TestClient key = key(Map.of("name", "without scope", "scopes", List.of("jobs:read")));
    private final TestClient elsewhere = key(Map.of(
            "name",
            "elsewhere",
            "scopes",
            scopes(),
            "spaceId",
            new Household().values.getOrDefault("workspaceId", "")));

    @Test
    void theTableNamesEveryRouteAndNoOther() {
        TreeSet<String> routes = new TreeSet<>();
        House.running().routes().forEach(route -> routes.add(name(route)));
        assertThat(table.keySet()).containsExactlyInAnyOrderElementsOf(routes);
    }

    @Test
    void everybodyIsAnsweredAsTheTableSays() {
        List<String> faults = new ArrayList<>();
        for (Route route : House.running().routes()) {
            IsolationTable.Line expected = table.get(name(route));
            if (expected == null) {
                continue;
            }
            Household household = new Household();
            // Whoever is refused comes first: the household must be whole after all of them.
            List<String> order = new ArrayList<>(IsolationTable.ROLES);
            order.sort(Comparator.comparing(role -> expected.statuses().getOrDefault(role, 0) < 400));
            boolean touched = false;
            for (String role : order) {
                Integer status = expected.statuses().get(role);
                if (status == null) {
                    continue;
                }
                boolean changes = status < 400 && !route.method().equals("GET");
                if (changes && touched) {
                    household = new Household();
                }
                touched |= changes;
                Answer answer = call(client(role, household), route, expected, household, household.path(route.path()));
                if (answer.status() != status) {
                    faults.add(name(route) + " as " + role + ": wanted " + status + ", was " + shortened(answer));
                }
                if (status >= 400 && !isProblem(answer)) {
                    faults.add(name(route) + " as " + role + ": no problem document: " + shortened(answer));
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void strangersCannotTellWhatExistsFromWhatDoesNot() {
        List<String> faults = new ArrayList<>();
        Household household = new Household();
        for (Route route : House.running().routes()) {
            IsolationTable.Line expected = table.get(name(route));
            if (expected == null
                    || !route.path().contains("{")
                    || !expected.statuses().containsKey("stranger")
                    || isOpen(route)) {
                continue;
            }
            TestClient stranger = Household.as("stranger");
            Answer there = call(stranger, route, expected, household, household.path(route.path()));
            Answer nowhere = call(
                    stranger,
                    route,
                    expected,
                    household,
                    route.path().replaceAll("\\{[^}]+}", MISSING).substring(1));
            if (there.status() != nowhere.status() || !comparable(there).equals(comparable(nowhere))) {
                faults.add(name(route) + ": " + shortened(there) + " is not " + shortened(nowhere));
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void whatBelongsToOneDocumentIsNotReachedThroughAnother() {
        List<String> faults = new ArrayList<>();
        Household foreign = new Household();
        Household own = new Household();
        for (Route route : House.running().routes()) {
            IsolationTable.Line expected = table.get(name(route));
            String[] parts = route.path().split("\\{", -1);
            if (expected == null || parts.length < 3 || route.path().contains("{userId}")) {
                continue;
            }
            int last = route.path().lastIndexOf('{');
            String mixed = own.path(route.path().substring(0, last))
                    + foreign.path(route.path())
                            .replaceFirst(
                                    ".*?(?="
                                            + Pattern.quote(foreign.values.getOrDefault(
                                                    route.path()
                                                            .substring(
                                                                    last + 1,
                                                                    route.path().indexOf('}', last)),
                                                    "-"))
                                            + ")",
                                    "");
            Answer answer = call(Household.as("owner"), route, expected, own, mixed);
            if (answer.status() != 404) {
                faults.add(name(route) + " by " + mixed + ": " + shortened(answer));
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void listsAndFeedsOfStrangersHoldNothingOfOthers() {
        Household household = new Household();
        List<String> faults = new ArrayList<>();
        for (Route route : House.running().routes()) {
            IsolationTable.Line expected = table.get(name(route));
            if (expected == null
                    || !route.method().equals("GET")
                    || route.path().contains("{")
                    || route.path().endsWith("/stream")) {
                continue;
            }
            Answer answer = call(
                    Household.as("stranger"),
                    route,
                    expected,
                    household,
                    route.path().substring(1));
            household.marks().stream()
                    .filter(mark -> answer.text().contains(mark))
                    .forEach(mark -> faults.add(name(route) + " tells a stranger " + mark));
        }
        assertThat(faults).isEmpty();
    }

    private TestClient client(String role, Household household) {
        return switch (role) {
            case "anonymous" -> House.running().client();
            case "key" -> key;
            case "elsewhere" -> elsewhere;
            default -> household.values.isEmpty() ? House.running().client() : Household.as(role);
        };
    }

    private static TestClient key(Map<String, Object> wanted) {
        Answer answer = Household.as("owner").post("api/api-keys", wanted);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
        return House.running().client().bearer(answer.json().get("key").asString());
    }

    /** Every scope that a route asks for. */
    private static List<String> scopes() {
        return House.running().routes().stream()
                .map(Route::access)
                .filter(Objects::nonNull)
                .map(Access::scope)
                .filter(scope -> !scope.isEmpty())
                .distinct()
                .toList();
    }

    /** Calls a route as its line in the table says. */
    static Answer call(TestClient client, Route route, IsolationTable.Line expected, Household household, String path) {
        String query = expected.query().isEmpty() ? "" : "?" + household.filled(expected.query());
        TestClient with = route.parameters().contains("header If-Match")
                ? client.with("If-Match", '"' + household.values.getOrDefault("etag", "") + '"')
                : client;
        return with.send(
                route.method(), path + query, expected.body() == null ? null : household.filled(expected.body()));
    }

    private static boolean isOpen(Route route) {
        return route.access() != null && route.access().value().name().equals("PUBLIC");
    }

    private static boolean isProblem(Answer answer) {
        String type = String.valueOf(answer.header("Content-Type"));
        return type.startsWith("application/problem+json") || type.startsWith("text/html");
    }

    /** A problem without what differs from request to request. */
    private static String comparable(Answer answer) {
        if (answer.text().isEmpty() || !answer.text().startsWith("{")) {
            return answer.text();
        }
        ObjectNode problem = (ObjectNode) answer.json();
        problem.remove(List.of("requestId", "instance"));
        return problem.toString();
    }

    private static String shortened(Answer answer) {
        return answer.toString().substring(0, Math.min(300, answer.toString().length()));
    }

    private static String name(Route route) {
        return route.method() + " " + route.path();
    }
}
