package dev.holdfast.buckia.inbound;

import dev.holdfast.buckia.tree.Hashing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/** A file of the stream, read whole: {@code docs/formats/inbound.md}. */
record Batch(
        String id,
        int schemaVersion,
        String account,
        String previous,
        String signature,
        byte[] digest,
        List<Change> changes) {
    private static final long BYTES_MAX = 64L << 20;
    private static final int CHANGES_MAX = 100_000;

    /** One row's change; the objects as JSON text. */
    record Change(String table, String key, boolean delete, String row) {}

    static Batch read(Path file) throws IOException, BadBatchException {
        var name = String.valueOf(file.getFileName());
        if (Files.size(file) > BYTES_MAX) {
            throw new BadBatchException(name + " is longer than 64 MB");
        }
        var config = new SQLiteConfig();
        config.setReadOnly(true);
        var url = "jdbc:sqlite:file:" + file.toAbsolutePath().toUri().getRawPath() + "?immutable=1";
        try (var connection = config.createConnection(url)) {
            return read(connection, name);
        } catch (SQLException e) {
            throw new BadBatchException(name + " isn't a whole batch: " + e.getMessage());
        }
    }

    private static Batch read(Connection connection, String name) throws SQLException, BadBatchException {
        var digest = Hashing.digest();
        try (var statement = connection.createStatement();
                var meta = statement.executeQuery(
                        "select id, created_at, schema_version, account_id, previous_id, signature from inbound_meta")) {
            if (!meta.next()) {
                throw new BadBatchException(name + " has no row in inbound_meta");
            }
            for (int column = 1; column <= 5; column++) {
                add(digest, meta.getString(column));
            }
            var id = text(meta.getString(1));
            if (!name.equals(id + ".sqlite")) {
                throw new BadBatchException(name + " says that it is " + id);
            }
            int version = meta.getInt(3);
            var account = text(meta.getString(4));
            var previous = text(meta.getString(5));
            var signature = text(meta.getString(6));
            if (meta.next()) {
                throw new BadBatchException(name + " has several rows in inbound_meta");
            }
            var changes = changes(connection, name, digest);
            return new Batch(id, version, account, previous, signature, digest.digest(), changes);
        }
    }

    private static List<Change> changes(Connection connection, String name, MessageDigest digest)
            throws SQLException, BadBatchException {
        var changes = new ArrayList<Change>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select seq, table_name, key, op, row from changes order by seq")) {
            while (rows.next()) {
                var op = text(rows.getString(4));
                boolean known = op.equals("upsert") || op.equals("delete");
                if (rows.getLong(1) != changes.size() + 1L || changes.size() == CHANGES_MAX || !known) {
                    throw new BadBatchException(
                            name + ", change " + rows.getLong(1) + ": not 1, 2, 3 … up to 100,000, upsert or delete");
                }
                for (int column = 1; column <= 5; column++) {
                    add(digest, rows.getString(column));
                }
                changes.add(new Change(
                        text(rows.getString(2)),
                        text(rows.getString(3)),
                        op.equals("delete"),
                        text(rows.getString(5))));
            }
        }
        return changes;
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static void add(MessageDigest digest, @Nullable String text) {
        byte[] bytes = text(text).getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
        digest.update(bytes);
    }
}
