package dev.holdfast.server.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.platform.http.openapi.Route;
import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import dev.holdfast.testkit.gates.Golden;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Whatever is sent wherever: refused with a problem, nothing told about the inside, nothing stored. */
final class BadInputTest {
    private static final long SECONDS_MAX = 300;
    private static final int AT_ONCE = 4;
    private static final int SHOWN_MAX = 60;
    /** What other work goes on writing: its logs, its numbers, what follows from them. */
    private static final Set<String> FOLLOWING = Set.of(
            "platform.audit_entries",
            "platform.audit_unsealed",
            "platform.audit_links",
            "platform.audit_heads",
            "platform.rate_limits",
            "platform.scheduled_tasks",
            "platform.schedules",
            "platform.marks",
            "platform.changes",
            "platform.tallies",
            "platform.feed",
            "platform.followers",
            "platform.heads",
            "platform.webhook_known");
    /** Of these no row may come or go; what stands in one says when it was used, or what the program did with it meanwhile. */
    private static final Set<String> COUNTED = Set.of(
            "platform.sessions",
            "platform.api_keys",
            "platform.outbox",
            "platform.jobs",
            "platform.webhook_deliveries",
            "platform.webhook_endpoints");

    private final House house = House.running();

    @Test
    void everyRouteRefusesWhatItCannotTake() {
        Household household = new Household();
        JsonNode document = house.openApi();
        List<Attempt> attempts = new ArrayList<>();
        for (Route route : house.routes()) {
            IsolationTable.Line line = IsolationTable.read().get(route.method() + " " + route.path());
            if (line == null || route.path().endsWith("/stream")) {
                continue;
            }
            ObjectNode good =
                    line.body() == null ? null : (ObjectNode) TestClient.JSON.readTree(household.filled(line.body()));
            attempts.addAll(Attempts.of(
                    route,
                    document,
                    household,
                    route.hasBody() && good == null ? TestClient.JSON.createObjectNode() : good,
                    household.filled(line.query())));
        }
        attemptAll(Household.as("owner"), attempts);
    }

    @Test
    void jsonThatParsersDisagreeAboutIsRefused() throws IOException {
        List<Attempt> attempts = new ArrayList<>();
        try (Stream<Path> files = Files.list(torture("JSONTestSuite/test_parsing"))) {
            for (Path file : files.sorted().toList()) {
                for (String path : List.of("api/workspaces", "api/sync/push", "api/auth/login")) {
                    attempts.add(new Attempt(
                            Objects.toString(file.getFileName()),
                            "POST",
                            path,
                            Map.of(),
                            Files.readAllBytes(file),
                            true,
                            Set.of()));
                }
            }
        }
        assertThat(attempts).hasSizeGreaterThan(600);
        attemptAll(Household.as("owner"), attempts);
    }

    @Test
    void naughtyStringsAreNoAddresses() throws IOException {
        List<Attempt> attempts = new ArrayList<>();
        for (String text : naughty()) {
            String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
            if (!encoded.isBlank() && !text.matches("[./]*")) {
                attempts.add(
                        new Attempt("naughty id", "GET", "api/documents/" + encoded, Map.of(), null, true, Set.of()));
                attempts.add(new Attempt(
                        "naughty cursor", "GET", "api/workspaces?cursor=" + encoded, Map.of(), null, true, Set.of()));
                attempts.add(new Attempt(
                        "naughty cursor", "GET", "api/sync/since?cursor=" + encoded, Map.of(), null, true, Set.of()));
                attempts.add(
                        new Attempt("naughty token", "GET", "api/links/" + encoded, Map.of(), null, true, Set.of()));
            }
        }
        attemptAll(Household.as("owner"), attempts);
    }

    @Test
    void naughtyStringsAreKeptAsTheyAreOrRefused() throws IOException {
        Household household = new Household();
        TestClient owner = Household.as("owner");
        List<String> faults = new ArrayList<>();
        int kept = 0;
        for (String text : naughty()) {
            Map<String, String> document =
                    Map.of("title", text.isBlank() ? "blank" : text, "content", text, "contentType", "text/plain");
            Answer made = owner.post(household.path("/api/workspaces/{workspaceId}/documents"), document);
            if (made.status() == 201) {
                kept++;
                JsonNode read = owner.get(
                                "api/documents/" + made.json().get("id").asString())
                        .json();
                if (!read.path("content").asString("").equals(text)) {
                    faults.add("became another text: " + text);
                }
            } else if (made.status() != 422) {
                faults.add(text + ": " + made);
            }
            Answer found = owner.get(household.path("/api/workspaces/{workspaceId}/documents") + "?query="
                    + URLEncoder.encode(text, StandardCharsets.UTF_8));
            if (found.status() >= 500) {
                faults.add("search for " + text + ": " + found);
            }
        }
        assertThat(faults).isEmpty();
        assertThat(kept).isGreaterThan(300);
    }

    private void attemptAll(TestClient client, List<Attempt> attempts) {
        settled();
        Map<String, String> before = stored();
        List<Attempt> shuffled = new ArrayList<>(attempts);
        Collections.shuffle(shuffled, new Random(7));
        Queue<String> faults = new ConcurrentLinkedQueue<>();
        AtomicInteger next = new AtomicInteger();
        long end = System.nanoTime() + SECONDS_MAX * 1_000_000_000L;
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (int i = 0; i < AT_ONCE; i++) {
                threads.execute(() -> {
                    for (int at = next.getAndIncrement();
                            at < shuffled.size() && System.nanoTime() < end;
                            at = next.getAndIncrement()) {
                        String fault = shuffled.get(at).fault(client);
                        if (fault != null) {
                            faults.add(fault);
                        }
                    }
                });
            }
        }
        assertThat(next.get()).as("requests made in time").isGreaterThanOrEqualTo(shuffled.size());
        assertThat(faults.stream().sorted().limit(SHOWN_MAX))
                .as(faults.size() + " faults")
                .isEmpty();
        assertThat(stored()).isEqualTo(before);
    }

    /** What must not change: all contents, and the number of rows where contents do by themselves. */
    private Map<String, String> stored() {
        List<String> tables = house.tables();
        assertThat(tables).containsAll(FOLLOWING).containsAll(COUNTED);
        Map<String, String> stored = house.contents(tables.stream()
                .filter(table -> !FOLLOWING.contains(table) && !COUNTED.contains(table))
                .toList());
        COUNTED.forEach(table -> stored.put(table, Sql.text("select count(*) from " + table)));
        return stored;
    }

    /** Lets what earlier tests left to do be done: a pull waits until every mark has its number. */
    private static void settled() {
        assertThat(Household.as("owner").get("api/sync/since?limit=1").status()).isEqualTo(200);
    }

    private static List<String> naughty() throws IOException {
        List<String> texts = new ArrayList<>();
        JsonNode list = TestClient.JSON.readTree(Files.readAllBytes(torture("blns/blns.json")));
        list.forEach(text -> texts.add(text.asString("")));
        return texts;
    }

    private static Path torture(String name) {
        Path file = Golden.repositoryRoot()
                .resolve("../shared/data/torture")
                .resolve(name)
                .normalize();
        Assumptions.assumeTrue(Files.exists(file), () -> "there is no " + file);
        return file;
    }
}
