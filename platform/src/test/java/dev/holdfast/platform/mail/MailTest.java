package dev.holdfast.platform.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.PlatformConfiguration;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.identity.Administrators;
import dev.holdfast.platform.secrets.Keysets;
import dev.holdfast.platform.secrets.Sealer;
import dev.holdfast.testkit.Eventually;
import dev.holdfast.testkit.MailServer;
import dev.holdfast.testkit.TestApp;
import dev.holdfast.testkit.TestClient;
import dev.holdfast.testkit.TestClient.Answer;
import dev.holdfast.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Messages through a real SMTP server, and what happens without one. */
final class MailTest {
    private static final Actor SYSTEM = Actor.system("test");
    private static final String PASSWORD = "plain sailing 77 boats";

    private static MailServer server;
    private static TestApp sending;
    private static TestApp keeping;

    @BeforeAll
    static void boot() {
        server = MailServer.start("holdfast", "smtp-secret");
        sending = TestApp.start(TestDatabase.fresh("platform"), smtp("smtp-secret"), PlatformConfiguration.class);
        keeping = TestApp.start(TestDatabase.fresh("platform"), Map.of(), PlatformConfiguration.class);
    }

    @AfterAll
    static void stop() {
        sending.close();
        keeping.close();
        server.close();
    }

    @Test
    void arrivesSoonAfterTheCommitAndNotAfterARollback() {
        assertThatThrownBy(() -> sending.bean(Transactions.class).write(SYSTEM, tx -> {
                    sending.bean(Outbox.class).send(tx, new Mail("never@example.org", "no", "no"));
                    throw new IllegalStateException("changed my mind");
                }))
                .hasMessage("changed my mind");
        leave(sending, "ann@example.org", "Gr\u00fc\u00dfe", "Ein Link: https://example.org/x \u2713");

        Eventually.holds("arrived", () -> server.arrived().stream().anyMatch(m -> m.to().equals("ann@example.org")));
        MailServer.Arrived arrived = server.arrived().stream()
                .filter(m -> m.to().equals("ann@example.org"))
                .findFirst()
                .orElseThrow();
        assertThat(arrived.subject()).isEqualTo("Gr\u00fc\u00dfe");
        assertThat(arrived.text()).contains("Ein Link: https://example.org/x \u2713");
        assertThat(arrived.from()).isEqualTo("records@example.org");
        Eventually.holds(
                "marked", () -> count(sending, "select count(*) from platform.outbox where status = 'sent'") >= 1);
        assertThat(server.arrived()).noneMatch(m -> m.to().equals("never@example.org"));
    }

    @Test
    void triesAgainLaterAndGivesUpInTheEnd() {
        try (TestApp refused =
                TestApp.start(TestDatabase.fresh("platform"), smtp("wrong"), PlatformConfiguration.class)) {
            leave(refused, "bob@example.org", "s", "t");
            Eventually.holds(
                    "tried",
                    () -> count(refused, "select count(*) from platform.outbox where last_error is not null") == 1);
            for (int i = 0; i < 8; i++) {
                refused.clock().advance(Duration.ofHours(2));
                refused.bean(MailSignal.class).wake();
                int tries = i + 2;
                Eventually.holds(
                        "try " + tries,
                        () -> count(
                                        refused,
                                        "select count(*) from platform.outbox where attempts >= " + Math.min(tries, 3))
                                == 1);
            }
            Eventually.holds(
                    "given up",
                    () -> count(refused, "select count(*) from platform.outbox where status = 'failed'") == 1);
            assertThat(count(refused, "select attempts from platform.outbox")).isEqualTo(3);
        }
        assertThat(server.arrived()).noneMatch(m -> m.to().equals("bob@example.org"));
    }

    @Test
    void withoutAServerTheAdministratorReadsIt() {
        TestClient admin = keeping.client().signUp("admin@example.org", PASSWORD);
        TestClient other = keeping.client().signUp("other@example.org", PASSWORD);
        keeping.bean(Administrators.class).grant("admin@example.org");
        leave(keeping, "carl@example.org", "Subject", "marker-4711");

        Answer answer = admin.get("api/outbox");

        assertThat(answer.json().get("items").get(0).propertyNames())
                .containsExactly("id", "to", "subject", "text", "status", "at");
        assertThat(answer.text()).contains("marker-4711", "\"waiting\"", "carl@example.org");
        assertThat(other.get("api/outbox").status()).isEqualTo(403);
        assertThat(keeping.client().get("api/outbox").status()).isEqualTo(401);
        assertThat(admin.get("api/outbox?limit=0").status()).isEqualTo(400);
        assertThat(count(
                        keeping, "select count(*) from platform.outbox where encode(sealed, 'escape') like '%marker%'"))
                .isZero();
    }

    @Test
    void sealsBodiesAgainUnderANewKey() {
        leave(keeping, "dora@example.org", "Subject", "text of dora");
        keeping.bean(Transactions.class)
                .write(SYSTEM, tx -> keeping.bean(Keysets.class).rotate(tx));
        keeping.clock().advance(Duration.ofMinutes(3));
        keeping.bean(Keysets.class).refresh();
        OutboxStore store = keeping.bean(OutboxStore.class);
        Sealer sealer = keeping.bean(Sealer.class);

        int rows = keeping.bean(Transactions.class).write(SYSTEM, tx -> store.reseal(tx, sealer, 100));
        int again = keeping.bean(Transactions.class).write(SYSTEM, tx -> store.reseal(tx, sealer, 100));

        assertThat(rows).isPositive();
        assertThat(again).isZero();
        List<OutboxStore.Waiting> left =
                keeping.bean(Transactions.class).read(SYSTEM, tx -> store.list(null, null, 100));
        assertThat(left)
                .anySatisfy(row -> assertThat(keeping.bean(MessageBody.class)
                                .open(row.id(), row.sealed())
                                .text())
                        .isEqualTo("text of dora"));
        keeping.clock().reset();
    }

    @Test
    void refusesALineBreakInAHeader() {
        assertThatThrownBy(() -> leave(keeping, "x@example.org", "a\r\nBcc: y@example.org", "t"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> leave(keeping, "x@example.org\nBcc: y@example.org", "a", "t"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Map<String, String> smtp(String password) {
        return Map.of(
                "holdfast.mail.smtp-url", server.url().toString(),
                "holdfast.mail.user", "holdfast",
                "holdfast.mail.password", password,
                "holdfast.mail.from", "records@example.org",
                "holdfast.mail.attempts", "3",
                "holdfast.mail.starttls", "false");
    }

    private static void leave(TestApp app, String to, String subject, String text) {
        app.bean(Transactions.class).write(SYSTEM, tx -> {
            app.bean(Outbox.class).send(tx, new Mail(to, subject, text));
            return true;
        });
    }

    private static long count(TestApp app, String sql) {
        try (Connection owner = app.database().owner();
                var rows = owner.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
