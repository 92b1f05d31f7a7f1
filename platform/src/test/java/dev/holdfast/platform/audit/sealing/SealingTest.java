package dev.holdfast.platform.audit.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.PlatformConfiguration;
import dev.holdfast.platform.Stage;
import dev.holdfast.platform.audit.Audit;
import dev.holdfast.platform.audit.AuditEntry;
import dev.holdfast.platform.audit.AuditErasure;
import dev.holdfast.platform.audit.AuditSettings;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.testkit.Eventually;
import dev.holdfast.testkit.TestApp;
import dev.holdfast.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The chains on a real database, and everything that tampering with them shows. */
final class SealingTest {
    private static TestApp app;
    private static UUID ann;

    @BeforeAll
    static void boot() {
        app = TestApp.start(
                TestDatabase.fresh("platform"),
                Map.of("holdfast.audit.anchor-every", "0s"),
                PlatformConfiguration.class);
        ann = Stage.account(app, false);
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @Test
    void sealsWhatWasNotedSoonAndInOrder() {
        UUID space = noted(5);

        Verdict verdict = verify(space);

        assertThat(verdict.ok()).isTrue();
        assertThat(verdict.entries()).isEqualTo(5);
        assertThat(verdict.heads()).hasSize(1);
        assertThat(verdict.heads().getFirst().seq()).isEqualTo(5);
        assertThat(verdict.unsealed().entries()).isZero();
    }

    @Test
    void manyWritersLeaveOneWholeChain() throws Exception {
        UUID space = Stage.space(app, ann);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Void> writer = () -> {
                for (int i = 0; i < 25; i++) {
                    note(space, Map.of("n", i));
                }
                return null;
            };
            for (var done : threads.invokeAll(List.of(writer, writer, writer, writer))) {
                done.get();
            }
        }
        sealed(space, 100);

        assertThat(verify(space).ok()).isTrue();
        assertThat(verify(null).ok()).isTrue();
    }

    @Test
    void showsAChangedEntry() {
        UUID space = noted(3);
        app.database()
                .asOwner("update platform.audit_entries set action = 'document.read' where space_id = '" + space
                        + "' and id = (select min(id::text)::uuid from platform.audit_entries where space_id = '"
                        + space + "')");

        assertThat(verify(space).ok()).isFalse();
        assertThat(broken(space).reason()).isEqualTo("its entry was changed");
        assertThat(broken(space).spaceId()).isEqualTo(space);
    }

    @Test
    void showsAChangedPersonalPart() {
        UUID space = noted(2);
        app.database().asOwner("update platform.audit_entries set personal = '{}' where space_id = '" + space + "'");

        assertThat(broken(space).reason()).isEqualTo("the personal part of its entry was changed");
    }

    @Test
    void showsAnEntryThatIsGone() {
        UUID space = noted(2);
        app.database().asOwner("delete from platform.audit_entries where space_id = '" + space + "'");

        assertThat(broken(space).reason()).isEqualTo("its entry is gone");
    }

    @Test
    void showsALinkThatIsGoneFromTheMiddle() {
        UUID space = noted(3);
        app.database().asOwner("delete from platform.audit_links where chain = '" + space + "' and seq = 2");

        assertThat(broken(space).reason()).isEqualTo("link 2 is missing or doubled");
    }

    @Test
    void showsATailCutTogetherWithItsHead() {
        UUID space = noted(3);
        app.database()
                .asOwner(
                        "delete from platform.audit_entries where id in (select entry_id from platform.audit_links where chain = '"
                                + space + "' and seq = 3)",
                        "delete from platform.audit_links where chain = '" + space + "' and seq = 3",
                        "update platform.audit_heads h set seq = 2, hash = l.hash from platform.audit_links l where l.chain = h.chain and l.seq = 2"
                                + " and h.chain = '" + space + "'");

        assertThat(broken(space).reason()).startsWith("the tail is cut");
    }

    @Test
    void showsAWholeChainThatIsGone() {
        UUID space = noted(1);
        app.database()
                .asOwner(
                        "delete from platform.audit_entries where space_id = '" + space + "'",
                        "delete from platform.audit_links where chain = '" + space + "'",
                        "delete from platform.audit_heads where chain = '" + space + "'");

        assertThat(broken(space).reason()).startsWith("the whole chain is gone");
    }

    @Test
    void showsAnEntryPutThereByHand() {
        UUID space = noted(1);
        app.database()
                .asOwner("insert into platform.audit_entries (at, id, space_id, actor_kind, action, entity, digest)"
                        + " values (now() - interval '1 hour', gen_random_uuid(), '" + space
                        + "', 'session', 'a.b', 'a', sha256('x'))");

        assertThat(broken(space).reason()).isEqualTo("an entry that was never left to be linked");
    }

    @Test
    void erasingWhatIsPersonalKeepsTheChainWhole() {
        UUID bob = Stage.account(app, false);
        UUID space = Stage.space(app, bob);
        Actor actor = Stage.actor(bob);
        app.bean(Transactions.class).write(actor, tx -> {
            app.bean(Audit.class)
                    .record(
                            tx,
                            AuditEntry.of("a.b", "a", bob, space).changing(Map.of(), Map.of("phone", "marker-0815")));
            return true;
        });
        sealed(space, 1);

        int erased = app.bean(Transactions.class)
                .write(Actor.system("test"), tx -> app.bean(AuditErasure.class).erase(tx, bob, 100));

        assertThat(erased).isEqualTo(1);
        assertThat(count("select count(*) from platform.audit_entries where personal like '%marker-0815%'"))
                .isZero();
        assertThat(verify(space).ok()).isTrue();
        assertThat(verify(space).entries()).isEqualTo(1);
    }

    @Test
    void showsAnAnchorThatWasChanged() throws IOException {
        UUID space = noted(1);
        Path folder = app.bean(AuditSettings.class).anchors();
        Path file;
        try (var files = Files.list(folder)) {
            file = files.findFirst().orElseThrow();
        }
        String before = Files.readString(file);
        try {
            Files.writeString(file, before.replace(" " + space + " 1 ", " " + space + " 7 "));
            assertThat(broken(space).reason()).contains("isn't as it was written");
        } finally {
            Files.writeString(file, before);
        }
    }

    @Test
    void peoplesTransactionsCanOnlyAdd() {
        UUID space = noted(1);
        Transactions transactions = app.bean(Transactions.class);
        JdbcClient jdbc = app.bean(JdbcClient.class);
        for (String statement : List.of(
                "update platform.audit_entries set action = 'x.y'",
                "delete from platform.audit_entries",
                "update platform.audit_links set seq = 7",
                "delete from platform.audit_unsealed",
                "select * from platform.audit_heads")) {
            assertThatThrownBy(() -> transactions.write(
                            Stage.actor(ann), tx -> jdbc.sql(statement).update()))
                    .as(statement)
                    .isInstanceOf(DataAccessException.class)
                    .hasStackTraceContaining("permission denied");
        }
        UUID stranger = Stage.account(app, false);
        assertThatThrownBy(() -> transactions.write(Stage.actor(stranger), tx -> {
                    app.bean(Audit.class).record(tx, AuditEntry.of("a.b", "a", stranger, space));
                    return true;
                }))
                .hasStackTraceContaining("row-level security");
    }

    @Test
    void aRolledBackActLeavesNoEntry() {
        UUID space = Stage.space(app, ann);
        assertThatThrownBy(() -> app.bean(Transactions.class).write(Stage.actor(ann), tx -> {
                    app.bean(Audit.class).record(tx, AuditEntry.of("a.b", "a", space, space));
                    throw new IllegalStateException("changed my mind");
                }))
                .hasMessage("changed my mind");
        assertThat(count("select count(*) from platform.audit_entries where space_id = '" + space + "'"))
                .isZero();
    }

    @Test
    void keepsTextThatJsonOrPostgresRefuses() {
        UUID space = Stage.space(app, ann);
        note(space, Map.of("title", "a\uD800b\u0000c \u00e4\u00df"));
        note(space, Map.of("long", "x".repeat(300_000)));
        sealed(space, 2);

        assertThat(verify(space).ok()).isTrue();
    }

    @Test
    void dropsWholeMonthsAndStillVerifies() {
        try (TestApp own = TestApp.start(
                TestDatabase.fresh("platform"), Map.of("holdfast.audit.keep", "62d"), PlatformConfiguration.class)) {
            UUID account = Stage.account(own, false);
            UUID space = Stage.space(own, account);
            note(own, account, space, Map.of("n", 1));
            sealed(own, space, 1);
            own.clock().advance(java.time.Duration.ofDays(140));
            LinkStore store = own.bean(LinkStore.class);
            Transactions transactions = own.bean(Transactions.class);
            note(own, account, space, Map.of("n", 2));
            sealed(own, space, 2);
            // The second month had no partition yet: its rows move out of the default one.
            transactions.write(Sealing.SYSTEM, tx -> store.prepare(tx.now(), 1));

            int dropped = transactions.write(
                    Sealing.SYSTEM,
                    tx -> store.drop(
                            tx.now().minus(own.bean(AuditSettings.class).keep())));

            assertThat(dropped).isPositive();
            assertThat(count(own, "select count(*) from platform.audit_entries"))
                    .isEqualTo(1);
            assertThat(count(own, "select count(*) from platform.audit_entries_default"))
                    .isZero();
            Verdict verdict = own.bean(Verification.class).verify(space);
            assertThat(verdict.firstBroken()).isNull();
            assertThat(verdict.entries()).isEqualTo(1);
            assertThat(verdict.heads().getFirst().seq()).isEqualTo(2);
        }
    }

    private static UUID noted(int entries) {
        UUID space = Stage.space(app, ann);
        for (int i = 0; i < entries; i++) {
            note(space, Map.of("n", i));
        }
        sealed(space, entries);
        return space;
    }

    private static void note(UUID space, Map<String, Object> after) {
        note(app, ann, space, after);
    }

    private static void note(TestApp on, UUID account, UUID space, Map<String, Object> after) {
        on.bean(Transactions.class).write(Stage.actor(account), tx -> {
            on.bean(Audit.class)
                    .record(
                            tx,
                            AuditEntry.of("document.changed", "document", space, space)
                                    .changing(Map.of(), after));
            return true;
        });
    }

    private static void sealed(UUID space, int links) {
        sealed(app, space, links);
    }

    private static void sealed(TestApp on, UUID space, int links) {
        Eventually.holds(
                links + " links",
                () -> count(on, "select count(*) from platform.audit_links where chain = '" + space + "'") == links);
        Eventually.holds("anchored", () -> {
            var anchor = on.bean(Anchors.class).read().get(space);
            return anchor != null && anchor.seq() == links
                    || !on.bean(AuditSettings.class).anchorEvery().isZero();
        });
    }

    private static Verdict.Broken broken(UUID space) {
        return Objects.requireNonNull(verify(space).firstBroken());
    }

    private static Verdict verify(@Nullable UUID space) {
        return app.bean(Verification.class).verify(space);
    }

    private static long count(String sql) {
        return count(app, sql);
    }

    private static long count(TestApp on, String sql) {
        try (Connection owner = on.database().owner();
                var rows = owner.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
