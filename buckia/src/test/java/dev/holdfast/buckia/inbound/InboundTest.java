package dev.holdfast.buckia.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InboundTest {
    @TempDir
    Path folder = Path.of("");

    private final Inbound inbound =
            new Inbound("u", (digest, signature) -> signature.isEmpty(), () -> Instant.parse("2026-01-02T00:00:00Z"));
    private Connection database = memory();

    @BeforeEach
    void open() throws SQLException {
        run("create table things (id text primary key, name text not null, size real)");
        run("pragma user_version = 1");
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    @Test
    void theVectorHasItsDigest() throws Exception {
        batch("a", "", 1, "u", new String[] {"things", "{\"id\":\"1\"}", "upsert", "{\"name\":\"x\"}"});
        assertThat(HexFormat.of()
                        .formatHex(Batch.read(folder.resolve("a.sqlite")).digest()))
                .isEqualTo("26b6a36f50424e2d93677221d11ee36d899e3c0c4c7ab838eb6a33df835ae54e");
    }

    @Test
    void appliesInOrderAndOnce() throws Exception {
        batch("z", "", 1, "u", new String[] {"things", "{\"id\":\"1\"}", "upsert", "{\"name\":\"first\",\"size\":1.5}"
        });
        batch("b", "m", 1, "u", new String[] {"things", "{\"id\":\"2\"}", "delete", ""});
        assertThat(inbound.apply(database, folder).applied()).containsExactly("z");
        batch(
                "m",
                "z",
                1,
                "u",
                new String[] {"things", "{\"id\":\"1\"}", "upsert", "{\"name\":\"second\"}"},
                new String[] {"things", "{\"id\":\"2\"}", "upsert", "{\"name\":\"other\"}"});

        var result = inbound.apply(database, folder);

        assertThat(result.applied()).containsExactly("m", "b");
        assertThat(result.stopped()).isEmpty();
        assertThat(things()).isEqualTo("1 second 1.5;");
        var again = inbound.apply(database, folder);
        assertThat(again.applied()).isEmpty();
        assertThat(again.done()).hasSize(3);
        assertThat(things()).isEqualTo("1 second 1.5;");
    }

    @Test
    void stopsWholeAtABadOneAndNeverGoesPastIt() throws Exception {
        batch("a", "", 1, "u", new String[] {"things", "{\"id\":\"1\"}", "upsert", "{\"name\":\"x\"}"});
        batch("c", "b", 1, "u", new String[] {"things", "{\"id\":\"9\"}", "upsert", "{\"name\":\"late\"}"});
        var bad = List.<String[]>of(
                new String[] {"things", "{\"id\":\"3\"}", "upsert", "{\"nothing\":1}"},
                new String[] {"things", "{\"id\":\"3\"}", "upsert", "{\"name\":null}"},
                new String[] {"things", "{\"id\":\"3\"}", "upsert", "{\"name\":[1]}"},
                new String[] {"things", "{}", "delete", ""},
                new String[] {"things", "{\"id\"", "delete", ""},
                new String[] {"things\" where 1; --", "{\"id\":\"1\"}", "delete", ""},
                new String[] {"applied_inbound", "{\"id\":\"a\"}", "delete", ""},
                new String[] {"things", "{\"id\":\"1\"}", "drop", ""});
        for (var each : bad) {
            Files.deleteIfExists(folder.resolve("b.sqlite"));
            batch("b", "a", 1, "u", new String[] {"things", "{\"id\":\"2\"}", "upsert", "{\"name\":\"half\"}"}, each);
            var result = inbound.apply(database, folder);
            assertThat(result.stopped()).as(String.join(" ", each)).isPresent();
            assertThat(things()).isEqualTo("1 x null;");
        }
        Files.delete(folder.resolve("b.sqlite"));
        assertThat(inbound.apply(database, folder).waiting()).containsExactly("c");
        batch("b", "a", 1, "u");
        assertThat(inbound.apply(database, folder).applied()).containsExactly("b", "c");
    }

    @Test
    void othersVersionsAndTwinsAreRefused() throws Exception {
        batch("a", "", 2, "u");
        assertThat(inbound.apply(database, folder).stopped().orElse("")).contains("update the app first");
        Files.delete(folder.resolve("a.sqlite"));
        batch("a", "", 1, "somebody");
        assertThat(inbound.apply(database, folder).stopped().orElse("")).contains("another account");
        Files.delete(folder.resolve("a.sqlite"));
        batch("a", "", 1, "u");
        batch("b", "", 1, "u");
        assertThat(inbound.apply(database, folder).stopped().orElse("")).contains("two batches follow");
        Files.delete(folder.resolve("b.sqlite"));
        Files.move(folder.resolve("a.sqlite"), folder.resolve("other.sqlite"));
        assertThat(inbound.apply(database, folder).stopped().orElse("")).contains("says that it is a");
        Files.writeString(folder.resolve("other.sqlite"), "no database");
        assertThat(inbound.apply(database, folder).stopped().orElse("")).contains("isn't a whole batch");
        var strict = new Inbound("u", (digest, signature) -> false, () -> Instant.EPOCH);
        Files.delete(folder.resolve("other.sqlite"));
        batch("a", "", 1, "u");
        assertThat(strict.apply(database, folder).stopped().orElse("")).contains("signature");
    }

    private void batch(String id, String previous, int version, String account, String[]... changes)
            throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(id + ".sqlite"));
                var statement = connection.createStatement()) {
            statement.execute(
                    "create table inbound_meta (id, created_at, schema_version, account_id, previous_id, signature)");
            statement.execute("create table changes (seq integer, table_name, key, op, row)");
            try (var insert = connection.prepareStatement(
                    "insert into inbound_meta values (?, '2026-01-01T00:00:00Z', ?, ?, ?, '')")) {
                insert.setString(1, id);
                insert.setInt(2, version);
                insert.setString(3, account);
                insert.setString(4, previous);
                insert.executeUpdate();
            }
            int number = 0;
            for (var change : changes) {
                try (var insert = connection.prepareStatement("insert into changes values (?, ?, ?, ?, ?)")) {
                    insert.setInt(1, ++number);
                    for (int at = 0; at < 4; at++) {
                        insert.setString(at + 2, change[at]);
                    }
                    insert.executeUpdate();
                }
            }
        }
    }

    private void run(String sql) throws SQLException {
        try (var statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    private String things() throws SQLException, IOException {
        var text = new StringBuilder();
        try (var statement = database.createStatement();
                var rows = statement.executeQuery("select id, name, size from things order by id")) {
            while (rows.next()) {
                text.append(rows.getString(1))
                        .append(' ')
                        .append(rows.getString(2))
                        .append(' ')
                        .append(rows.getString(3))
                        .append(';');
            }
        }
        return text.toString();
    }

    private static Connection memory() {
        try {
            return DriverManager.getConnection("jdbc:sqlite::memory:");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
