package dev.holdfast.buckia.inbound;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Applies a server's batches to the local database: in their order, each exactly once, whole or not at all, and nothing past
 * one that can't be applied ({@code docs/formats/inbound.md}).
 */
public final class Inbound {
    /** Where batches lie, in the bucket and in the folder. */
    public static final String FOLDER = "inbound";

    private static final JsonFactory JSON = new JsonFactory();
    private static final String APPLIED =
            "create table if not exists applied_inbound (id text primary key, applied_at text not null)";

    private static final int BUSY_MILLISECONDS = 10_000;

    private final String account;
    private final Signatures signatures;
    private final InstantSource clock;

    /** For an account's database. */
    public Inbound(String account, Signatures signatures, InstantSource clock) {
        this.account = account;
        this.signatures = signatures;
        this.clock = clock;
    }

    /** Says whether a batch comes from who it should. */
    @FunctionalInterface
    public interface Signatures {
        /** Whether the signature holds for the digest of 32 bytes. */
        boolean holds(byte[] digest, String signature);

        /** Nobody signs. */
        Signatures NONE_NEEDED = (digest, signature) -> true;
    }

    /**
     * What happened.
     *
     * @param applied ids, in their order
     * @param done files that are applied, now or before, and may be deleted
     * @param waiting ids of batches whose predecessor isn't there
     * @param stopped why it doesn't go on, if it doesn't
     */
    public record Result(List<String> applied, List<Path> done, List<String> waiting, Optional<String> stopped) {
        /** Nothing was there. */
        public static final Result NOTHING = new Result(List.of(), List.of(), List.of(), Optional.empty());
    }

    /**
     * The same for a database's file, also while a program has it open; each batch waits up to ten seconds for it.
     *
     * @throws IOException also if the database can't be written; everything before is applied, and the call may be repeated
     */
    public Result apply(Path database, Path folder) throws IOException {
        var config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLISECONDS);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        var url = "jdbc:sqlite:file:" + database.toAbsolutePath().toUri().getRawPath() + "?mode=rw";
        try (var connection = config.createConnection(url)) {
            return apply(connection, folder);
        } catch (SQLException e) {
            throw new IOException("batches can't be applied to " + database + ": " + e.getMessage(), e);
        }
    }

    /**
     * Applies what can be applied of a folder's batches.
     *
     * @param connection of the local database, in auto-commit mode; nobody else uses it meanwhile
     * @throws SQLException if the database itself fails; everything before is applied, and the call may be repeated
     */
    public Result apply(Connection connection, Path folder) throws SQLException, IOException {
        update(connection, APPLIED, List.of());
        var seen = applied(connection);
        var last = seen.isEmpty() ? "" : seen.getLast();
        var known = new HashSet<>(seen);
        var next = new HashMap<String, List<Batch>>();
        var done = new ArrayList<Path>();
        var broken = new ArrayList<String>();
        var files = files(folder);
        for (var file : files) {
            if (known.contains(id(file))) {
                done.add(file);
                continue;
            }
            try {
                var batch = Batch.read(file);
                next.computeIfAbsent(batch.previous(), unused -> new ArrayList<>())
                        .add(batch);
            } catch (BadBatchException e) {
                broken.add(String.valueOf(e.getMessage()));
            }
        }
        var applied = new ArrayList<String>();
        Optional<String> stopped = Optional.empty();
        for (var follow = next.remove(last); follow != null && stopped.isEmpty(); ) {
            try {
                if (follow.size() > 1) {
                    throw new BadBatchException("two batches follow " + (last.isEmpty() ? "the beginning" : last));
                }
                var batch = follow.getFirst();
                one(connection, batch);
                last = batch.id();
                applied.add(last);
                done.add(folder.resolve(last + ".sqlite"));
                follow = next.remove(last);
            } catch (BadBatchException e) {
                stopped = Optional.of(String.valueOf(e.getMessage()));
            }
        }
        var waiting = next.values().stream()
                .flatMap(List::stream)
                .map(Batch::id)
                .sorted()
                .toList();
        return new Result(
                applied, done, waiting, stopped.or(() -> broken.stream().findFirst()));
    }

    private void one(Connection connection, Batch batch) throws SQLException, BadBatchException {
        if (!batch.account().equals(account)) {
            throw new BadBatchException(batch.id() + " is for another account");
        }
        if (batch.schemaVersion() > version(connection)) {
            throw new BadBatchException(
                    batch.id() + " needs schema version " + batch.schemaVersion() + ": update the app first");
        }
        if (!signatures.holds(batch.digest(), batch.signature())) {
            throw new BadBatchException(batch.id() + " has a signature that doesn't hold");
        }
        connection.setAutoCommit(false);
        try {
            int number = 0;
            for (var change : batch.changes()) {
                number++;
                try {
                    change(connection, change);
                } catch (SQLException | BadBatchException e) {
                    throw new BadBatchException(batch.id() + ", change " + number + ": " + e.getMessage());
                }
            }
            update(
                    connection,
                    "insert into applied_inbound (id, applied_at) values (?, ?)",
                    List.of(batch.id(), clock.instant().toString()));
            connection.commit();
        } finally {
            // After a commit there is nothing to roll back.
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private static void change(Connection connection, Batch.Change change) throws SQLException, BadBatchException {
        var columns = columns(connection, change.table());
        var key = object(change.key(), columns);
        if (key.isEmpty()) {
            throw new BadBatchException("a change without a key");
        }
        var table = quoted(change.table());
        var where = String.join(
                " and ",
                key.keySet().stream().map(each -> quoted(each) + " is ?").toList());
        if (change.delete()) {
            update(connection, "delete from " + table + " where " + where, new ArrayList<>(key.values()));
            return;
        }
        var row = new LinkedHashMap<>(key);
        row.putAll(object(change.row(), columns));
        var sets = String.join(
                ", ", row.keySet().stream().map(each -> quoted(each) + " = ?").toList());
        var values = new ArrayList<>(row.values());
        values.addAll(key.values());
        if (update(connection, "update " + table + " set " + sets + " where " + where, values) == 0) {
            var names =
                    String.join(", ", row.keySet().stream().map(Inbound::quoted).toList());
            var marks = String.join(", ", row.keySet().stream().map(each -> "?").toList());
            update(
                    connection,
                    "insert into " + table + " (" + names + ") values (" + marks + ")",
                    new ArrayList<>(row.values()));
        }
    }

    private static Set<String> columns(Connection connection, String table) throws SQLException, BadBatchException {
        var found = new HashSet<String>();
        boolean own = table.startsWith("sqlite_") || table.equals("applied_inbound");
        try (var statement = connection.prepareStatement("select name from pragma_table_info(?)")) {
            statement.setString(1, table);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
        }
        if (own || found.isEmpty()) {
            throw new BadBatchException("there is no table '" + table + "' for changes");
        }
        return found;
    }

    /** A flat JSON object, its names among the columns. */
    private static Map<String, @Nullable Object> object(String text, Set<String> columns) throws BadBatchException {
        var values = new LinkedHashMap<String, @Nullable Object>();
        try (var parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new BadBatchException("not a JSON object: " + text);
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                var name = parser.currentName();
                if (!columns.contains(name)) {
                    throw new BadBatchException("there is no column '" + name + "'");
                }
                var value = switch (parser.nextToken()) {
                    case VALUE_STRING -> parser.getString();
                    case VALUE_NUMBER_INT -> parser.getLongValue();
                    case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
                    case VALUE_TRUE -> 1L;
                    case VALUE_FALSE -> 0L;
                    case VALUE_NULL -> null;
                    default -> throw new BadBatchException("'" + name + "' is nested");
                };
                values.put(name, value);
            }
            return values;
        } catch (JacksonException e) {
            throw new BadBatchException("not a JSON object: " + e.getOriginalMessage());
        }
    }

    private static int version(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("pragma user_version")) {
            return rows.getInt(1);
        }
    }

    private static List<String> applied(Connection connection) throws SQLException {
        var ids = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select id from applied_inbound order by rowid")) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        return ids;
    }

    private static int update(Connection connection, String sql, List<? extends @Nullable Object> values)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (int at = 0; at < values.size(); at++) {
                statement.setObject(at + 1, values.get(at));
            }
            return statement.executeUpdate();
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var all = Files.list(folder)) {
            return all.filter(file -> String.valueOf(file.getFileName()).endsWith(".sqlite"))
                    .sorted()
                    .toList();
        }
    }

    private static String id(Path file) {
        var name = String.valueOf(file.getFileName());
        return name.substring(0, name.length() - ".sqlite".length());
    }

    private static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
