package dev.holdfast.buckia.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.buckia.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/formats/vectors/inbound.txt}, made by another program than this one. */
class InboundVectorsTest {
    @TempDir
    Path folder = Path.of("");

    private final Vectors vectors = Vectors.of("inbound");
    private Path batch = Path.of("");
    private Path database = Path.of("");

    @BeforeEach
    void lay() throws IOException, SQLException {
        batch = Files.createDirectory(batches()).resolve(vectors.text("id") + ".sqlite");
        Files.write(batch, vectors.bytes("file"));
        database = folder.resolve("things.db");
        for (var each : vectors.all("before.").values()) {
            run(database, each);
        }
    }

    @Test
    void isReadAsTheseValuesWithThisDigest() throws Exception {
        var read = Batch.read(batch);
        assertThat(read.id()).isEqualTo(vectors.text("id"));
        assertThat(read.schemaVersion()).isEqualTo(Integer.parseInt(vectors.text("schema_version")));
        assertThat(read.account()).isEqualTo(vectors.text("account_id"));
        assertThat(read.previous()).isEqualTo(vectors.text("previous_id"));
        assertThat(read.signature()).isEqualTo(vectors.text("signature"));
        assertThat(HexFormat.of().formatHex(read.digest())).isEqualTo(vectors.text("digest"));
        assertThat(read.changes())
                .containsExactlyElementsOf(vectors.all("change.").values().stream()
                        .map(InboundVectorsTest::change)
                        .toList());
    }

    /** As a server would write it from the values alone. */
    @Test
    void isWrittenWithThisDigest() throws Exception {
        Files.delete(batch);
        run(
                batch,
                "create table inbound_meta (id, created_at, schema_version, account_id, previous_id, signature)",
                "create table changes (seq integer, table_name, key, op, row)");
        insert(
                "insert into inbound_meta values (?, ?, ?, ?, ?, ?)",
                vectors.text("id"),
                vectors.text("created_at"),
                vectors.text("schema_version"),
                vectors.text("account_id"),
                vectors.text("previous_id"),
                vectors.text("signature"));
        for (var each : vectors.all("change.").entrySet()) {
            var parts = Vectors.parts(each.getValue());
            insert(
                    "insert into changes values (?, ?, ?, ?, ?)",
                    each.getKey(),
                    parts.get(0),
                    parts.get(1),
                    parts.get(2),
                    parts.get(3));
        }
        assertThat(HexFormat.of().formatHex(Batch.read(batch).digest())).isEqualTo(vectors.text("digest"));
        assertThat(inbound().apply(database, batches()).applied()).containsExactly(vectors.text("id"));
    }

    @Test
    void isAppliedOnceIfTheSignatureHolds() throws Exception {
        var result = inbound().apply(database, batches());
        assertThat(result.stopped()).isEmpty();
        assertThat(result.applied()).containsExactly(vectors.text("id"));
        assertThat(things()).isEqualTo(vectors.text("after"));
        assertThat(inbound().apply(database, batches()).applied()).isEmpty();
    }

    @Test
    void whatIsDamagedIsAppliedNowhere() throws Exception {
        var before = things();
        for (var bad : vectors.all("bad.").entrySet()) {
            Files.write(batch, vectors.bytes("file"));
            run(batch, bad.getValue());
            var result = inbound().apply(database, batches());
            assertThat(result.stopped()).as(bad.getKey()).isPresent();
            assertThat(result.applied()).as(bad.getKey()).isEmpty();
            assertThat(things()).as(bad.getKey()).isEqualTo(before);
        }
    }

    private Path batches() {
        return folder.resolve(Inbound.FOLDER);
    }

    private Inbound inbound() throws IOException {
        var key = Files.writeString(
                folder.resolve("key.pem"),
                "-----BEGIN PUBLIC KEY-----\n" + vectors.text("public_key") + "\n-----END PUBLIC KEY-----\n");
        return new Inbound(
                vectors.text("account_id"), Ed25519Signatures.read(key), () -> Instant.parse("2026-01-02T00:00:00Z"));
    }

    private static Batch.Change change(String line) {
        var parts = Vectors.parts(line);
        return new Batch.Change(parts.get(0), parts.get(1), parts.get(2).equals("delete"), parts.get(3));
    }

    private String things() throws SQLException {
        var text = new StringBuilder();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select id, name, size, seen from things order by id")) {
            while (rows.next()) {
                text.append(text.isEmpty() ? "" : " ");
                for (int column = 1; column <= 4; column++) {
                    text.append(rows.getString(column)).append(column == 4 ? ";" : " ");
                }
            }
        }
        return text.toString();
    }

    private void insert(String sql, String... values) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + batch);
                var insert = connection.prepareStatement(sql)) {
            for (int at = 0; at < values.length; at++) {
                insert.setString(at + 1, values[at]);
            }
            insert.executeUpdate();
        }
    }

    private static void run(Path file, String... statements) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            for (var each : statements) {
                statement.execute(each);
            }
        }
    }
}
