package dev.holdfast.buckia.state;

import dev.holdfast.buckia.index.Entry;
import dev.holdfast.buckia.index.VersionVector;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/** The state of a folder's syncs, in one SQLite file. One program at a time; one thread at a time. */
public final class StateStore implements AutoCloseable {
    private static final int SCHEMA_VERSION = 1;
    private static final int BUSY_MILLISECONDS = 5_000;

    private static final String SCHEMA = """
            create table if not exists meta (name text primary key, value text not null) without rowid;
            create table if not exists known (
              path text primary key, deleted integer not null, size integer not null, modified integer not null,
              sha256 text not null, version text not null, tag text not null, carrier text not null,
              reference text not null, mine integer not null,
              stamp_size integer not null, stamp_modified integer not null, stamp_inode integer not null,
              stamp_side integer not null, racy integer not null) without rowid;
            create table if not exists indexes (
              device text primary key, tag text not null, generation integer not null, content blob not null);
            create table if not exists intents (
              path text primary key, size integer not null, modified integer not null, sha256 text not null,
              version text not null) without rowid;
            create table if not exists uploads (path text primary key, upload text not null, sha256 text not null) without rowid;
            """;

    private static final String ALL_KNOWN = """
            select path, deleted, size, modified, sha256, version, tag, carrier, reference, mine,
                   stamp_size, stamp_modified, stamp_inode, stamp_side, racy
            from known""";

    private static final String SAVE_KNOWN = """
            insert or replace into known (path, deleted, size, modified, sha256, version, tag, carrier, reference, mine,
                   stamp_size, stamp_modified, stamp_inode, stamp_side, racy)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final String FORGET_KNOWN = """
            delete from known where path = ?""";

    private static final String META = """
            select value from meta where name = ?""";

    private static final String SAVE_META = """
            insert or replace into meta (name, value) values (?, ?)""";

    private static final String ALL_INDEXES = """
            select device, tag, generation, content from indexes""";

    private static final String SAVE_INDEX = """
            insert or replace into indexes (device, tag, generation, content) values (?, ?, ?, ?)""";

    private static final String FORGET_INDEX = """
            delete from indexes where device = ?""";

    private static final String UPLOAD = """
            select upload, sha256 from uploads where path = ?""";

    private static final String SAVE_UPLOAD = """
            insert or replace into uploads (path, upload, sha256) values (?, ?, ?)""";

    private static final String FORGET_UPLOAD = """
            delete from uploads where path = ?""";

    private static final String ALL_INTENTS = """
            select path, size, modified, sha256, version from intents""";

    private static final String SAVE_INTENT = """
            insert or replace into intents (path, size, modified, sha256, version) values (?, ?, ?, ?, ?)""";

    private static final String FORGET_INTENT = """
            delete from intents where path = ?""";

    private final Connection connection;

    private StateStore(Connection connection) {
        this.connection = connection;
    }

    /**
     * Opens the state, or begins one.
     *
     * @param durable whether each saving waits for the disk; without it a power cut may set the state back, which costs work
     *     but loses nothing
     * @throws StateException if the file is damaged or of a newer program
     */
    public static StateStore open(Path file, boolean durable) {
        try {
            var config = new SQLiteConfig();
            config.setJournalMode(JournalMode.WAL);
            config.setSynchronous(durable ? SynchronousMode.NORMAL : SynchronousMode.OFF);
            config.setBusyTimeout(BUSY_MILLISECONDS);
            var connection = config.createConnection("jdbc:sqlite:" + file);
            connection.setAutoCommit(true);
            try (var statement = connection.createStatement()) {
                int version;
                try (var rows = statement.executeQuery("pragma user_version")) {
                    version = rows.next() ? rows.getInt(1) : 0;
                }
                if (version > SCHEMA_VERSION) {
                    connection.close();
                    throw new StateException(file + " was written by a newer version of this program");
                }
                if (version < SCHEMA_VERSION) {
                    for (var each : SCHEMA.split(";\n")) {
                        statement.executeUpdate(each);
                    }
                    statement.executeUpdate("pragma user_version = " + SCHEMA_VERSION);
                }
            }
            connection.setAutoCommit(false);
            return new StateStore(connection);
        } catch (SQLException e) {
            throw failed("open " + file, e);
        }
    }

    /** All paths known, by path; the caller may change the map. */
    public Map<String, Known> known() {
        var known = new HashMap<String, Known>();
        var versions = new HashMap<String, VersionVector>();
        try (var statement = connection.prepareStatement(ALL_KNOWN);
                var row = statement.executeQuery()) {
            while (row.next()) {
                known.put(row.getString(1), known(row, versions));
            }
            return known;
        } catch (SQLException e) {
            throw failed("read", e);
        }
    }

    /** Saves paths, and forgets others, in one transaction. */
    public void save(Collection<Known> known, Collection<String> forgotten) {
        try (var save = connection.prepareStatement(SAVE_KNOWN);
                var forget = connection.prepareStatement(FORGET_KNOWN)) {
            for (var each : known) {
                bind(save, each);
                save.addBatch();
            }
            var unused = save.executeBatch();
            for (var path : forgotten) {
                forget.setString(1, path);
                forget.addBatch();
            }
            unused = forget.executeBatch();
            connection.commit();
        } catch (SQLException e) {
            throw failed("write", e);
        }
    }

    /** A single value by name. */
    public Optional<String> value(String name) {
        try (var statement = connection.prepareStatement(META)) {
            statement.setString(1, name);
            try (var row = statement.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw failed("read", e);
        }
    }

    /** Saves values by name, in one transaction. */
    public void setValues(Map<String, String> values) {
        try (var statement = connection.prepareStatement(SAVE_META)) {
            for (var each : values.entrySet()) {
                statement.setString(1, each.getKey());
                statement.setString(2, each.getValue());
                statement.addBatch();
            }
            var unused = statement.executeBatch();
            connection.commit();
        } catch (SQLException e) {
            throw failed("write", e);
        }
    }

    /** The copies of other devices' indexes as they were last read, by device. */
    public Map<String, CachedIndex> indexes() {
        var indexes = new TreeMap<String, CachedIndex>();
        try (var statement = connection.prepareStatement(ALL_INDEXES);
                var row = statement.executeQuery()) {
            while (row.next()) {
                indexes.put(row.getString(1), new CachedIndex(row.getString(2), row.getLong(3), row.getBytes(4)));
            }
            return indexes;
        } catch (SQLException e) {
            throw failed("read", e);
        }
    }

    /** Keeps a copy of a device's index. */
    public void saveIndex(String device, CachedIndex index) {
        change(SAVE_INDEX, device, index.tag(), index.generation(), index.content());
    }

    /** Drops the copy of a device's index. */
    public void forgetIndex(String device) {
        change(FORGET_INDEX, device);
    }

    /** Versions that were about to be sent and perhaps were. */
    public List<Entry> intents() {
        var intents = new ArrayList<Entry>();
        try (var statement = connection.prepareStatement(ALL_INTENTS);
                var row = statement.executeQuery()) {
            while (row.next()) {
                var version = VersionVector.parse(row.getString(5));
                intents.add(new Entry(
                        row.getString(1),
                        false,
                        row.getLong(2),
                        row.getLong(3),
                        row.getString(4),
                        version,
                        Entry.Carriage.UNKNOWN));
            }
            return intents;
        } catch (SQLException e) {
            throw failed("read", e);
        }
    }

    /** Remembers versions that are about to be sent, and forgets those whose end is known. */
    public void saveIntents(Collection<Entry> begun, Collection<String> ended) {
        try (var save = connection.prepareStatement(SAVE_INTENT);
                var forget = connection.prepareStatement(FORGET_INTENT)) {
            for (var each : begun) {
                save.setString(1, each.path());
                save.setLong(2, each.size());
                save.setLong(3, each.modified());
                save.setString(4, each.sha256());
                save.setString(5, each.version().toString());
                save.addBatch();
            }
            var unused = save.executeBatch();
            for (var path : ended) {
                forget.setString(1, path);
                forget.addBatch();
            }
            unused = forget.executeBatch();
            connection.commit();
        } catch (SQLException e) {
            throw failed("write", e);
        }
    }

    /** The upload in parts that was begun for a path. */
    public Optional<BegunUpload> upload(String path) {
        try (var statement = connection.prepareStatement(UPLOAD)) {
            statement.setString(1, path);
            try (var row = statement.executeQuery()) {
                return row.next() ? Optional.of(new BegunUpload(row.getString(1), row.getString(2))) : Optional.empty();
            }
        } catch (SQLException e) {
            throw failed("read", e);
        }
    }

    /** Remembers an upload in parts. */
    public void saveUpload(String path, BegunUpload begun) {
        change(SAVE_UPLOAD, path, begun.upload(), begun.sha256());
    }

    /** Forgets an upload in parts. */
    public void forgetUpload(String path) {
        change(FORGET_UPLOAD, path);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failed("close", e);
        }
    }

    /**
     * A copy of an index object.
     *
     * @param tag the object's
     * @param generation the index's
     * @param content the object's bytes, opened
     */
    public record CachedIndex(String tag, long generation, byte[] content) {}

    /**
     * An upload in parts that hasn't ended.
     *
     * @param upload the provider's name for it
     * @param sha256 of the whole content
     */
    public record BegunUpload(String upload, String sha256) {}

    private void change(String sql, Object... values) {
        try (var statement = connection.prepareStatement(sql)) {
            for (int at = 0; at < values.length; at++) {
                statement.setObject(at + 1, values[at]);
            }
            var unused = statement.executeUpdate();
            connection.commit();
        } catch (SQLException e) {
            throw failed("write", e);
        }
    }

    private static Known known(ResultSet row, Map<String, VersionVector> versions) throws SQLException {
        var carriage = new Entry.Carriage(row.getString(7), row.getString(8), row.getString(9));
        var entry = new Entry(
                row.getString(1),
                row.getInt(2) != 0,
                row.getLong(3),
                row.getLong(4),
                row.getString(5),
                versions.computeIfAbsent(row.getString(6), VersionVector::parse),
                carriage);
        var stamp = new Stamp(row.getLong(11), row.getLong(12), row.getLong(13), row.getLong(14));
        return new Known(entry, row.getInt(10) != 0, stamp, row.getInt(15) != 0);
    }

    private static void bind(PreparedStatement save, Known known) throws SQLException {
        var entry = known.entry();
        save.setString(1, entry.path());
        save.setInt(2, entry.deleted() ? 1 : 0);
        save.setLong(3, entry.size());
        save.setLong(4, entry.modified());
        save.setString(5, entry.sha256());
        save.setString(6, entry.version().toString());
        save.setString(7, entry.carriage().tag());
        save.setString(8, entry.carriage().carrier());
        save.setString(9, entry.carriage().reference());
        save.setInt(10, known.mine() ? 1 : 0);
        save.setLong(11, known.stamp().size());
        save.setLong(12, known.stamp().modified());
        save.setLong(13, known.stamp().inode());
        save.setLong(14, known.stamp().side());
        save.setInt(15, known.racy() ? 1 : 0);
    }

    private static StateException failed(String doing, SQLException e) {
        return new StateException("cannot " + doing + " the state of this folder: " + e.getMessage(), e);
    }
}
