package dev.holdfast.buckia.command;

import static dev.holdfast.buckia.command.Running.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server's batches through {@code sync}; a trigger in the database counts how often each change is made. */
class InboundCommandTest {
    private static final int CHANGES = 400;
    private static final int KILLS = 4;

    @TempDir
    Path scratch = Path.of("");

    private Path folder = Path.of("");
    private Path bucket = Path.of("");
    private Path config = Path.of("");

    @BeforeEach
    void makeDatabase() throws Exception {
        folder = Files.createDirectory(scratch.resolve("folder"));
        bucket = Files.createDirectory(scratch.resolve("bucket"));
        Files.createDirectory(bucket.resolve("inbound"));
        config = Files.writeString(
                scratch.resolve("config"),
                "local = folder\nremote = file:" + bucket
                        + "\ninbound-database = app.sqlite\ninbound-account = u\nsqlite-min-bytes = 4096\n");
        try (var database = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("app.sqlite"));
                var statement = database.createStatement()) {
            statement.execute("pragma journal_mode = wal");
            statement.execute("create table things (id text primary key, name text)");
            statement.execute("create table made (number integer primary key autoincrement, id text)");
            statement.execute(
                    "create trigger t after insert on things begin insert into made (id) values (new.id); end");
            statement.execute(
                    "create trigger u after update on things begin insert into made (id) values (new.id); end");
            statement.execute("pragma user_version = 1");
        }
    }

    @Test
    void batchesAreAppliedAndTakenAwayOnBothSides() throws Exception {
        for (int number = 1; number <= 14; number++) {
            batch(number, 3);
        }
        var first = sync();
        assertThat(first.err()).isEmpty();
        assertThat(first.out()).contains("14 batches applied");
        assertThat(made()).isEqualTo(42);
        assertThat(bucket.resolve("inbound"))
                .satisfiesAnyOf(
                        there -> assertThat(there).doesNotExist(),
                        there -> assertThat(there).isEmptyDirectory());
        assertThat(folder.resolve("inbound"))
                .satisfiesAnyOf(
                        there -> assertThat(there).doesNotExist(),
                        there -> assertThat(there).isEmptyDirectory());
        assertThat(sync().out()).startsWith("nothing to do").doesNotContain("batches");

        batch(16, 1);
        var waiting = sync();
        assertThat(waiting.err()).contains("1 batches wait");
        assertThat(waiting.code()).isZero();
        Files.writeString(bucket.resolve("inbound/b00015.sqlite"), "no batch");
        var stopped = sync();
        assertThat(stopped.code()).isEqualTo(ExitCode.SOME_FAILED);
        assertThat(stopped.err()).contains("inbound stopped: b00015.sqlite isn't a whole batch");
        Files.delete(bucket.resolve("inbound/b00015.sqlite"));
        batch(15, 1);
        assertThat(run("sync", "--config", config.toString(), "--json").out())
                .contains("\"applied\":[\"b00015\",\"b00016\"]");
        assertThat(made()).isEqualTo(44);
    }

    @Test
    void unsignedBatchesAreRefusedWhereAKeyIsNamed() throws Exception {
        var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Files.writeString(
                scratch.resolve("server.pem"),
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(pair.getPublic().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
        Files.writeString(config, Files.readString(config) + "inbound-public-key = server.pem\n");
        batch(1, 1);
        assertThat(sync().err()).contains("a signature that doesn't hold");
        assertThat(made()).isZero();
    }

    @Test
    void killedAnywhereEachChangeIsMadeExactlyOnce() throws Exception {
        var random = new Random(7);
        for (int number = 1; number <= 20; number++) {
            batch(number, CHANGES);
        }
        for (int kill = 0; kill < KILLS; kill++) {
            var process = Running.process(
                            scratch.resolve("output"), java.util.List.of("sync", "--config", config.toString()))
                    .start();
            int wanted = (kill + 1) * 20 / (KILLS + 2);
            // Until so many are applied, and then a moment later, wherever that finds it.
            while (process.isAlive() && applied() < wanted) {
                process.waitFor(5, TimeUnit.MILLISECONDS);
            }
            if (!process.waitFor(random.nextInt(60), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
        assertThat(sync().err()).isEmpty();

        assertThat(applied()).isEqualTo(20);
        assertThat(made()).isEqualTo(20L * CHANGES);
        assertThat(number("select count(distinct id) from made")).isEqualTo(20L * CHANGES);
        assertThat(number("select count(*) from made a join made b on b.number = a.number + 1 where b.id < a.id"))
                .isZero();
        try (var left = Files.walk(bucket.resolve("inbound"))) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        } catch (java.nio.file.NoSuchFileException _) {
            assertThat(bucket.resolve("inbound")).doesNotExist();
        }
        assertThat(sync().out()).startsWith("nothing to do");
    }

    private Running sync() {
        return run("sync", "--config", config.toString());
    }

    private long made() throws SQLException {
        return number("select count(*) from made");
    }

    private long applied() throws SQLException {
        return number("select count(*) from sqlite_master where name = 'applied_inbound'") == 0
                ? 0
                : number("select count(*) from applied_inbound");
    }

    private long number(String sql) throws SQLException {
        try (var database = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("app.sqlite"));
                var statement = database.createStatement()) {
            statement.execute("pragma busy_timeout = 10000");
            try (var rows = statement.executeQuery(sql)) {
                return rows.getLong(1);
            }
        }
    }

    private void batch(int number, int changes) throws SQLException, IOException {
        var file = bucket.resolve("inbound").resolve(id(number) + ".sqlite");
        Files.createDirectories(file.getParent());
        try (var batch = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = batch.createStatement()) {
            statement.execute(
                    "create table inbound_meta (id, created_at, schema_version, account_id, previous_id, signature)");
            statement.execute("create table changes (seq integer, table_name, key, op, row)");
            batch.setAutoCommit(false);
            statement.execute("insert into inbound_meta values ('" + id(number) + "', '2026-01-01T00:00:00Z', 1, 'u', '"
                    + (number == 1 ? "" : id(number - 1)) + "', '')");
            for (int at = 1; at <= changes; at++) {
                statement.execute("insert into changes values (" + at + ", 'things', '{\"id\":\""
                        + "%05d-%05d".formatted(number, at) + "\"}', 'upsert', '{\"name\":\"x\"}')");
            }
            batch.commit();
        }
    }

    private static String id(int number) {
        return "b%05d".formatted(number);
    }
}
