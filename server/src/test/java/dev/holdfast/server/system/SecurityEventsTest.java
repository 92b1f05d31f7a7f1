package dev.holdfast.server.system;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.holdfast.testkit.Eventually;
import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Tries that were refused leave a line in the stream of security events, a count, and an entry for whom they concern. */
final class SecurityEventsTest {
    private static final String PASSWORD = "stands-at-the-gate-55";

    private final House house = House.running();
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final AppenderBase<ILoggingEvent> stream = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage());
        }
    };

    @BeforeEach
    void listen() {
        stream.start();
        ((Logger) LoggerFactory.getLogger("holdfast.security")).addAppender(stream);
    }

    @AfterEach
    void listenNoMore() {
        ((Logger) LoggerFactory.getLogger("holdfast.security")).detachAppender(stream);
    }

    @Test
    void aWrongPasswordIsNoted() {
        house.client().signUp("gate@security.test", PASSWORD);
        expect("login.refused", () -> {
            Answer answer = house.client()
                    .post("api/auth/login", Map.of("email", "gate@security.test", "password", "not-the-one-0001"));
            assertThat(answer.status()).isEqualTo(401);
        });
        assertThat(audited("login.refused", "gate@security.test")).isEqualTo(1);
    }

    @Test
    void aForgedTokenIsNoted() {
        expect(
                "bearer.refused",
                () -> assertThat(house.client()
                                .bearer("eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.")
                                .get("api/me")
                                .status())
                        .isEqualTo(401));
        expect(
                "bearer.refused",
                () -> assertThat(house.client()
                                .bearer("hf_guessed")
                                .get("api/me")
                                .status())
                        .isEqualTo(401));
    }

    @Test
    void aRefreshTokenThatComesTwiceIsNoted() {
        String token = house.client()
                .post("api/auth/signup", Map.of("email", "twice@security.test", "password", PASSWORD))
                .json()
                .get("refreshToken")
                .asString();
        TestClient client = house.client();
        assertThat(client.post("api/auth/refresh", Map.of("refreshToken", token))
                        .status())
                .isEqualTo(200);
        expect(
                "refresh-token.reused",
                () -> assertThat(client.post("api/auth/refresh", Map.of("refreshToken", token))
                                .status())
                        .isEqualTo(401));
        assertThat(audited("refresh-token.reused", "twice@security.test")).isEqualTo(1);
    }

    @Test
    void whoeverAsksForWhatIsOthersIsNotedInTheirAuditLog() {
        Household home = new Household();
        TestClient stranger = Household.newcomer();
        expect(
                "space.foreign",
                () -> assertThat(stranger.get(home.path("/api/workspaces/{id}")).status())
                        .isEqualTo(404));
        expect(
                "space.foreign",
                () -> assertThat(stranger.get(home.path("/api/documents/{id}")).status())
                        .isEqualTo(404));
        String space = home.path("/api/workspaces/{id}").replace("api/workspaces/", "");
        Eventually.holds(
                "both are in the space's audit log",
                () -> Household.as("owner")
                                .get("api/audit?action=space.foreign&spaceId=" + space)
                                .json()
                                .get("items")
                                .size()
                        == 2);

        double before = count("space.foreign");
        assertThat(stranger.get("api/documents/" + UUID.fromString("00000000-0000-7000-8000-0000000000aa"))
                        .status())
                .isEqualTo(404);
        assertThat(Household.as("viewer")
                        .delete(home.path("/api/documents/{id}"))
                        .status())
                .isEqualTo(403);
        // What is looked into comes in order: after this one those before it are through.
        expect("space.foreign", () -> stranger.get(home.path("/api/workspaces/{id}")));
        assertThat(count("space.foreign")).isEqualTo(before + 1);
    }

    @Test
    void aWebhookThatPointsInsideIsNoted() {
        TestClient owner = Household.newcomer();
        String space = owner.post("api/workspaces", Map.of("name", "inside"))
                .json()
                .get("id")
                .asString();
        Answer made = owner.post(
                "api/webhooks",
                Map.of("spaceId", space, "url", "https://localhost:9/metadata", "events", List.of("document.created")));
        assertThat(made.status()).isEqualTo(201);
        expect(
                "webhook.forbidden-address",
                () -> assertThat(owner.post(
                                        "api/workspaces/" + space + "/documents",
                                        Map.of("title", "t", "content", "c", "contentType", "text/markdown"))
                                .status())
                        .isEqualTo(201));
    }

    /** Does it, and waits until it has left a count and a line. */
    private void expect(String type, Runnable act) {
        double count = count(type);
        long lines = lines(type);
        act.run();
        Eventually.holds("one more " + type, () -> count(type) > count && lines(type) > lines);
    }

    private static double count(String type) {
        Answer metrics = Household.admin().get("metrics");
        assertThat(metrics.status()).isEqualTo(200);
        Matcher line = Pattern.compile(
                        "^holdfast_security_events_total\\{type=\"" + Pattern.quote(type) + "\"} (\\S+)$",
                        Pattern.MULTILINE)
                .matcher(metrics.text());
        return line.find() ? Double.parseDouble(line.group(1)) : 0;
    }

    private long lines(String type) {
        return lines.stream().filter(line -> line.startsWith(type + " ")).count();
    }

    private int audited(String action, String email) {
        String query = "select count(*) from platform.audit_entries e join platform.accounts a on a.id = e.entity_id"
                + " where e.action = '" + action + "' and a.email = '" + email + "'";
        Eventually.holds(
                action + " in the audit log",
                () -> !house.texts(query).getFirst().equals("0"));
        return Integer.parseInt(house.texts(query).getFirst());
    }
}
