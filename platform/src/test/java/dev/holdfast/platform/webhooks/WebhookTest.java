package dev.holdfast.platform.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Ids;
import dev.holdfast.platform.PlatformConfiguration;
import dev.holdfast.platform.Stage;
import dev.holdfast.platform.db.Change;
import dev.holdfast.platform.db.Change.Operation;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.testkit.Eventually;
import dev.holdfast.testkit.Receiver;
import dev.holdfast.testkit.TestApp;
import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import dev.holdfast.testkit.TestDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.JsonNode;

/** Webhooks against a real receiver that fails first. */
final class WebhookTest {
    private static final String PASSWORD = "plain sailing 77 boats";

    private static TestApp app;
    private static Receiver receiver;
    private static TestClient owner;
    private static TestClient member;
    private static TestClient stranger;
    private static UUID ownerId;
    private static UUID space;

    static class Declared {
        @Bean
        WebhookEvent notes() {
            return new WebhookEvent("note", "note.created", "note.updated", "note.deleted");
        }
    }

    @BeforeAll
    static void boot() {
        receiver = Receiver.start();
        app = TestApp.start(
                TestDatabase.fresh("platform"),
                Map.of("holdfast.webhooks.allow-private", "true"),
                PlatformConfiguration.class,
                Declared.class);
        owner = app.client().signUp("owner@example.org", PASSWORD);
        member = app.client().signUp("member@example.org", PASSWORD);
        stranger = app.client().signUp("stranger@example.org", PASSWORD);
        ownerId = id(owner);
        space = Stage.space(app, ownerId);
        app.database()
                .asOwner(
                        "insert into platform.members values ('" + space + "', '" + id(member) + "', 'member', now())");
    }

    @AfterAll
    static void stop() {
        app.close();
        receiver.close();
    }

    @AfterEach
    void now() {
        app.clock().reset();
    }

    @Test
    void everyEventArrivesThoughTheReceiverDropsTheFirstAnswers() throws Exception {
        receiver.answer(500, Receiver.DROP, 302, 404);
        JsonNode hook = create("/fails", Map.of());
        emit("note.created", Map.of("id", "n1"));

        for (int tries = 1; tries <= 4; tries++) {
            int seen = tries;
            Eventually.holds("try " + tries, () -> receiver.received("/fails").size() >= seen);
            Eventually.holds("marked", () -> status(hook).equals("failed"));
            app.clock().advance(Duration.ofMinutes(13));
            app.bean(WebhookSignal.class).wake();
        }
        Eventually.holds("delivered", () -> status(hook).equals("delivered"));

        app.clock().reset();
        List<Receiver.Received> received = receiver.received("/fails");
        assertThat(received).hasSize(5);
        assertThat(received.stream()
                        .map(r -> r.headers().get("X-Idempotency-Key"))
                        .distinct())
                .hasSize(1);
        assertThat(received.stream().map(Receiver.Received::body).distinct()).hasSize(1);
        assertThat(receiver.received("/elsewhere")).isEmpty();
        assertThat(delivery(hook).propertyNames())
                .contains(
                        "id",
                        "endpointId",
                        "eventId",
                        "eventType",
                        "status",
                        "attempt",
                        "lastError",
                        "responseStatus",
                        "signature",
                        "timestamp",
                        "nextAt");
        assertThat(delivery(hook).get("attempt").asInt()).isEqualTo(5);
        Receiver.Received last = received.getLast();
        assertThat(last.headers().get("X-Signature"))
                .isEqualTo("v1="
                        + hmac(
                                hook.get("secret").asString().getBytes(StandardCharsets.UTF_8),
                                last.headers().get("X-Timestamp") + "." + last.body()));
        JsonNode body = TestClient.JSON.readTree(last.body());
        assertThat(body.propertyNames()).containsExactly("eventId", "type", "spaceId", "occurredAt", "data");
        assertThat(body.get("eventId").asString()).isEqualTo(last.headers().get("X-Idempotency-Key"));
        assertThat(last.headers().get("X-Webhook-Id")).isEqualTo(hook.get("id").asString());
        assertThat(delete(hook)).isEqualTo(204);
    }

    @Test
    void whatNobodyTakesIsDeadAndCanBeReplayed() {
        receiver.answer(503);
        JsonNode hook = create("/dead", Map.of("retriesMax", 0));
        emit("note.updated", Map.of("id", "n2"));
        Eventually.holds("dead", () -> status(hook).equals("dead"));
        assertThat(delivery(hook).get("responseStatus").asInt()).isEqualTo(503);
        assertThat(owner.get("api/webhooks/" + hook.get("id").asString() + "/deliveries?status=dead")
                        .json()
                        .get("items"))
                .hasSize(1);

        String id = delivery(hook).get("id").asString();
        assertThat(member.post("api/webhooks/deliveries/" + id + "/replay", Map.of())
                        .status())
                .isEqualTo(403);
        assertThat(stranger.post("api/webhooks/deliveries/" + id + "/replay", Map.of())
                        .status())
                .isEqualTo(404);
        assertThat(owner.post("api/webhooks/deliveries/" + id + "/replay", Map.of())
                        .status())
                .isEqualTo(202);
        Eventually.holds("delivered", () -> status(hook).equals("delivered"));
        assertThat(receiver.received("/dead").stream()
                        .map(r -> r.headers().get("X-Idempotency-Key"))
                        .distinct())
                .hasSize(1);
        assertThat(delete(hook)).isEqualTo(204);
    }

    @Test
    void whatCantBeSignedSaysSoAndIsSentOnceTheSecretIsRotated() {
        JsonNode hook = create("/unsigned", Map.of());
        String id = hook.get("id").asString();
        spoil(id, "secret = 'lost'");
        emit("note.updated", Map.of("id", "n5"));

        Eventually.holds("marked", () -> status(hook).equals("failed"));
        JsonNode failed = delivery(hook);
        assertThat(failed.get("lastError").asString()).contains("can't be signed");
        assertThat(failed.get("nextAt").isNull()).isFalse();
        assertThat(receiver.received("/unsigned")).isEmpty();
        assertThat(tries("unsignable")).isPositive();

        assertThat(owner.post("api/webhooks/" + id + "/rotate", Map.of()).status())
                .isEqualTo(200);
        app.clock().advance(Duration.ofMinutes(1));
        app.bean(WebhookSignal.class).wake();
        Eventually.holds("delivered", () -> status(hook).equals("delivered"));
        app.clock().reset();
        assertThat(receiver.received("/unsigned").getFirst().headers().get("X-Signature"))
                .doesNotContain(",");
        assertThat(delete(hook)).isEqualTo(204);
    }

    @Test
    void anErrorOfOursIsToldAndTheDeliveryIsDeadInTheEnd() {
        JsonNode hook = create("/broken", Map.of("retriesMax", 0));
        spoil(hook.get("id").asString(), "url = 'http://[broken'");
        emit("note.updated", Map.of("id", "n6"));

        Eventually.holds("dead", () -> status(hook).equals("dead"));
        assertThat(delivery(hook).get("lastError").asString()).contains("inside the server");
        assertThat(tries("broken")).isPositive();
        assertThat(delete(hook)).isEqualTo(204);
    }

    @Test
    void aTryThatEndsAfterAReplayDoesntOverwriteIt() {
        JsonNode hook = create("/late", Map.of());
        Runnable letGo = receiver.hold(500);
        emit("note.updated", Map.of("id", "n7"));
        Eventually.holds("under way", () -> receiver.received("/late").size() == 1);
        double refused = tries("refused");

        String id = delivery(hook).get("id").asString();
        assertThat(owner.post("api/webhooks/deliveries/" + id + "/replay", Map.of())
                        .status())
                .isEqualTo(202);
        // The node's own sender still waits for the first answer: this one is another node's.
        app.bean(Sender.class).round();
        assertThat(status(hook)).isEqualTo("delivered");
        letGo.run();

        Eventually.holds("the late end", () -> tries("refused") > refused);
        assertThat(status(hook)).isEqualTo("delivered");
        assertThat(delivery(hook).get("attempt").asInt()).isEqualTo(1);
        assertThat(delete(hook)).isEqualTo(204);
    }

    private static void spoil(String hook, String values) {
        app.database().asOwner("update platform.webhook_endpoints set " + values + " where id = '" + hook + "'");
    }

    private static double tries(String outcome) {
        return app.bean(MeterRegistry.class)
                .counter("holdfast.webhooks.tries", "outcome", outcome)
                .count();
    }

    @Test
    void aRotatedSecretSignsBesideTheOneBeforeForAWhile() throws Exception {
        JsonNode hook = create("/rotates", Map.of("standardHeaders", true));
        String id = hook.get("id").asString();
        Answer rotated = owner.post("api/webhooks/" + id + "/rotate", Map.of());
        assertThat(rotated.json().get("secret").asString())
                .startsWith("whsec_")
                .isNotEqualTo(hook.get("secret").asString());
        emit("note.updated", Map.of("id", "n3"));
        Eventually.holds("both", () -> receiver.received("/rotates").size() == 1);
        Receiver.Received both = receiver.received("/rotates").getFirst();
        String signed = both.headers().get("X-Timestamp") + "." + both.body();
        assertThat(String.valueOf(both.headers().get("X-Signature")).split(","))
                .containsExactly(
                        "v1=" + hmac(rotated.json().get("secret").asString().getBytes(StandardCharsets.UTF_8), signed),
                        "v1=" + hmac(hook.get("secret").asString().getBytes(StandardCharsets.UTF_8), signed));
        String standard =
                both.headers().get("webhook-id") + "." + both.headers().get("webhook-timestamp") + "." + both.body();
        byte[] key = Base64.getDecoder()
                .decode(rotated.json().get("secret").asString().substring(6));
        assertThat(both.headers().get("webhook-signature"))
                .startsWith("v1,"
                        + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hmac(key, standard))) + " v1,");

        app.clock().advance(Duration.ofHours(25));
        emit("note.updated", Map.of("id", "n4"));
        Eventually.holds("one", () -> receiver.received("/rotates").size() == 2);
        app.clock().reset();
        assertThat(receiver.received("/rotates").getLast().headers().get("X-Signature"))
                .doesNotContain(",");
        assertThat(delete(hook)).isEqualTo(204);
    }

    @Test
    void theFeedTellsWhatWasMadeChangedAndRemoved() {
        JsonNode hook = create(
                "/feed", Map.of("events", List.of("note.created", "note.updated", "note.deleted", "member.added")));
        UUID note = app.bean(Ids.class).next();
        mark(Change.upsert(space, "note", note, "e1"));
        Eventually.holds("made", () -> types("/feed").equals(List.of("note.created")));
        mark(Change.upsert(space, "note", note, "e2"));
        Eventually.holds("changed", () -> types("/feed").equals(List.of("note.created", "note.updated")));
        mark(Change.delete(space, "note", note));
        Eventually.holds(
                "removed", () -> types("/feed").equals(List.of("note.created", "note.updated", "note.deleted")));
        JsonNode body =
                TestClient.JSON.readTree(receiver.received("/feed").get(1).body());
        assertThat(body.get("data").get("id").asString()).isEqualTo(note.toString());
        assertThat(body.get("data").get("etag").asString()).isEqualTo("e2");
        assertThat(delete(hook)).isEqualTo(204);
    }

    @Test
    void aPageOfTheFeedLeavesEachEventOnceAndNoneOlderThanItsEndpoint() {
        JsonNode hook = create("/page", Map.of("events", List.of("note.created", "note.updated", "note.deleted")));
        Instant made = Instant.parse(hook.get("createdAt").asString()).plusMillis(1);
        List<UUID> notes = Stream.generate(app.bean(Ids.class)::next).limit(4).toList();

        changed(
                told(notes.get(0), Operation.UPSERT, made.minusSeconds(1)),
                told(notes.get(1), Operation.UPSERT, made),
                told(notes.get(2), Operation.DELETE, made));
        changed(
                told(notes.get(0), Operation.UPSERT, made),
                told(notes.get(1), Operation.DELETE, made),
                told(notes.get(3), Operation.UPSERT, made));

        Eventually.holds("all", () -> types("/page").size() == 4);
        assertThat(types("/page"))
                .containsExactlyInAnyOrder("note.created", "note.updated", "note.deleted", "note.created");
        assertThat(delete(hook)).isEqualTo(204);
    }

    private static Events.Changed told(UUID note, Operation operation, Instant at) {
        return new Events.Changed(space, "note", note, operation, null, at);
    }

    private static void changed(Events.Changed... changes) {
        app.bean(Transactions.class).write(Actor.system("test"), tx -> {
            app.bean(Events.class).changed(tx, List.of(changes));
            return true;
        });
    }

    @Test
    void secretsAreShownOnceAndStoredSealed() {
        JsonNode hook = create("/sealed", Map.of());
        String id = hook.get("id").asString();

        assertThat(hook.get("secret").asString()).startsWith("whsec_");
        assertThat(owner.get("api/webhooks/" + id).json().has("secret")).isFalse();
        assertThat(owner.get("api/webhooks?spaceId=" + space).text()).doesNotContain("secret");
        assertThat(owner.patch("api/webhooks/" + id, Map.of("enabled", false))
                        .json()
                        .has("secret"))
                .isFalse();
        assertThat(delete(hook)).isEqualTo(204);
        assertThat(owner.get("api/webhooks/" + id).status()).isEqualTo(404);
    }

    @Test
    void onlyWhoRunsTheSpaceManagesThem() {
        JsonNode hook = create("/mine", Map.of());
        String path = "api/webhooks/" + hook.get("id").asString();

        for (String what : List.of(path, path + "/deliveries")) {
            assertThat(member.get(what).status()).isEqualTo(403);
            assertThat(stranger.get(what).status()).isEqualTo(404);
            assertThat(app.client().get(what).status()).isEqualTo(401);
        }
        assertThat(stranger.delete(path).status()).isEqualTo(404);
        assertThat(stranger.patch(path, Map.of("enabled", false)).status()).isEqualTo(404);
        assertThat(stranger.post(path + "/rotate", Map.of()).status()).isEqualTo(404);
        assertThat(member.post("api/webhooks", draft("/x", Map.of())).status()).isEqualTo(403);
        assertThat(stranger.post("api/webhooks", draft("/x", Map.of())).status())
                .isEqualTo(404);
        assertThat(member.get("api/webhooks").json().get("items")).isEmpty();
        assertThat(owner.get("api/webhooks").json().get("items")).isNotEmpty();
        assertThat(delete(hook)).isEqualTo(204);
    }

    @Test
    void refusesWhatBreaksARule() {
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of("url", "ftp://example.org/"),
                Map.of("url", "https://user:pw@example.org/"),
                Map.of("url", "https://"),
                Map.of("url", "no address"),
                Map.of("url", "https://example.org/" + "x".repeat(2_000)),
                Map.of("events", List.of()),
                Map.of("events", List.of("no.such")),
                Map.of("retriesMax", 21),
                Map.of("retriesMax", -1),
                Map.of("toleranceSec", 1),
                Map.of("description", "x".repeat(501)),
                Map.of("spaceId", "x"),
                Map.of("secret", "mine"))) {
            Answer answer = owner.post("api/webhooks", draft("/wrong", wrong));
            assertThat(answer.status()).as(wrong + " " + answer).isEqualTo(422);
        }
        assertThat(owner.post(
                                "api/webhooks",
                                "{\"spaceId\":\"" + space + "\",\"url\":\"https://example.org\",\"events\":[null]}")
                        .status())
                .isEqualTo(422);
        assertThat(owner.get("api/webhooks/events").json().get("items")).hasSizeGreaterThanOrEqualTo(5);
    }

    private static JsonNode create(String path, Map<String, Object> more) {
        Answer answer = owner.post("api/webhooks", draft(path, more));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
        return answer.json();
    }

    private static Map<String, Object> draft(String path, Map<String, Object> more) {
        Map<String, Object> draft = new HashMap<>(Map.of(
                "spaceId", space.toString(),
                "url", receiver.url(path).toString(),
                "events", List.of("note.created", "note.updated")));
        draft.putAll(more);
        return draft;
    }

    private static int delete(JsonNode hook) {
        return owner.delete("api/webhooks/" + hook.get("id").asString()).status();
    }

    private static JsonNode delivery(JsonNode hook) {
        JsonNode items = owner.get("api/webhooks/" + hook.get("id").asString() + "/deliveries")
                .json()
                .get("items");
        return items.get(0);
    }

    /** Not over HTTP: when the clock was moved, the access token has expired. */
    private static String status(JsonNode hook) {
        UUID id = UUID.fromString(hook.get("id").asString());
        List<Delivery> deliveries = app.bean(Transactions.class)
                .read(Actor.system("test"), tx -> app.bean(DeliveryStore.class).list(id, null, null, null, 1));
        return deliveries.isEmpty() ? "none" : deliveries.getFirst().status();
    }

    private static List<String> types(String path) {
        return receiver.received(path).stream()
                .map(r -> TestClient.JSON.readTree(r.body()).get("type").asString())
                .toList();
    }

    private static void emit(String type, Map<String, Object> data) {
        Instant now = app.clock().instant();
        app.bean(Transactions.class).write(Actor.system("test"), tx -> {
            app.bean(Events.class).emit(tx, space, type, now, data);
            return true;
        });
    }

    private static void mark(Change change) {
        app.bean(Transactions.class).write(Stage.actor(ownerId), tx -> {
            tx.mark(change);
            return true;
        });
    }

    private static UUID id(TestClient client) {
        return UUID.fromString(client.get("api/me").json().get("id").asString());
    }

    private static String hmac(byte[] key, String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }
}
