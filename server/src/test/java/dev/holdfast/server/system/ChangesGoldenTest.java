package dev.holdfast.server.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.platform.changes.RecordSource;
import dev.holdfast.platform.changes.RecordSources;
import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import dev.holdfast.testkit.gates.Golden;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What clients that synchronise rely on: the kinds of change, as the feed of a household really shows them. */
final class ChangesGoldenTest {
    private final Household household = new Household();
    private final TestClient owner = Household.as("owner");
    private final TreeMap<String, Set<String>> kinds = new TreeMap<>();

    @Test
    void changesAreTheAcceptedOnes() {
        String attachment = household.path("/api/attachments/{id}");
        pull();
        delete(attachment);
        delete(household.path("/api/documents/{id}"));
        delete(household.path("/api/workspaces/{id}/members/{userId}"));
        pull();

        Set<String> entities = House.running().beans(RecordSource.class).stream()
                .map(RecordSource::entity)
                .collect(Collectors.toCollection(TreeSet::new));
        entities.add(RecordSources.SPACE);
        assertThat(kinds.keySet().stream().map(kind -> kind.substring(0, kind.indexOf(' '))))
                .as("every kind of record is shown")
                .containsAll(entities);
        Golden.check(
                "changes",
                kinds.entrySet().stream()
                        .map(kind -> (kind.getKey() + " " + String.join(" ", kind.getValue())).strip())
                        .collect(Collectors.joining("\n", "", "\n")));
    }

    private void pull() {
        Answer page = owner.get("api/sync/since?limit=200&spaces=" + household.values.get("workspaceId"));
        assertThat(page.status()).as(page.toString()).isEqualTo(200);
        for (JsonNode change : page.json().path("changes")) {
            String kind =
                    change.path("entity").asString("") + " " + change.path("op").asString("");
            kinds.computeIfAbsent(kind, first -> new TreeSet<>())
                    .addAll(change.path("data").propertyNames());
        }
    }

    private void delete(String path) {
        Answer answer = owner.delete(path);
        assertThat(answer.status()).as(path + ": " + answer).isEqualTo(204);
    }
}
