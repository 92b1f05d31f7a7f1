package dev.holdfast.buckia.snapshot;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;

/** What SQLite itself does with files of its kind: copy, check, make self-contained. */
final class DatabaseStore {
    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER_BYTES = 100;
    private static final int BUSY_MILLISECONDS = 10_000;
    private static final int WRITER = 3_031_000;

    private DatabaseStore() {}

    /**
     * Whether a file is a SQLite one.
     *
     * @param wal whether its truth lies partly in {@code -wal}
     */
    record Kind(boolean sqlite, boolean wal) {}

    static Kind kind(Path file) throws IOException {
        try (var in = Files.newInputStream(file, StandardOpenOption.READ)) {
            byte[] head = in.readNBytes(HEADER_BYTES);
            boolean sqlite =
                    head.length == HEADER_BYTES && Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
            return new Kind(sqlite, sqlite && head[19] == 2);
        }
    }

    /** Copies one moment of a file that others may be writing into a new one, whose header counts nothing. */
    static void copy(Path file, Path target) throws IOException {
        // Opened before and closed after the connection: closing a file gives up the process's locks on it.
        try (var in = FileChannel.open(file, StandardOpenOption.READ);
                var connection = open(file)) {
            if (!copyAsItLies(in, file, connection, target)) {
                backUp(file, connection, target);
            }
        } catch (SQLException e) {
            throw new IOException("no snapshot of " + file + ": " + e.getMessage(), e);
        }
        settle(target);
    }

    /**
     * Copies the bytes while a reading transaction holds off whoever wants to change them, which costs a tenth of what SQLite's own
     * way through its cache does. Nobody may do so to a file whose truth lies partly in {@code -wal}.
     *
     * @return whether that could be done; if not, there is no new file
     */
    private static boolean copyAsItLies(FileChannel in, Path file, Connection connection, Path target)
            throws SQLException, IOException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from sqlite_schema")) {
            var wal = file.resolveSibling(file.getFileName() + "-wal");
            var header = ByteBuffer.allocate(HEADER_BYTES);
            // Once the transaction reads, a log that is empty stays unused by it, and the file as it is.
            if (!rows.next() || Files.exists(wal) && Files.size(wal) > 0 || in.read(header, 0) < HEADER_BYTES) {
                return false;
            }
            long size = (long) pageSize(in) * header.getInt(28);
            if (header.getInt(24) != header.getInt(92) || size <= 0 || size > in.size()) {
                return false;
            }
            try (var out = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                long done = 0;
                for (long moved = -1; done < size && moved != 0; done += moved) {
                    moved = in.transferTo(done, size - done, out);
                }
                if (done < size) {
                    throw new EOFException(file + " became shorter while it was copied");
                }
            }
            return true;
        } catch (SQLException _) {
            // Damaged, or busy for long: SQLite's own way says what it is.
            return false;
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private static void backUp(Path file, Connection connection, Path target) throws SQLException, IOException {
        int result = connection
                .unwrap(SQLiteConnection.class)
                .getDatabase()
                .backup("main", target.toString(), null, 50, BUSY_MILLISECONDS / 50, -1);
        if (result != SQLiteErrorCode.SQLITE_OK.code && result != SQLiteErrorCode.SQLITE_DONE.code) {
            throw new IOException("no snapshot of " + file + ": " + SQLiteErrorCode.getErrorCode(result));
        }
    }

    private static void settle(Path copy) throws IOException {
        try (var out = new RandomAccessFile(copy.toFile(), "rw")) {
            if (out.length() < HEADER_BYTES) {
                throw new IOException("a snapshot is empty: " + copy);
            }
            for (long offset : new long[] {24, 40, 92}) {
                out.seek(offset);
                out.writeInt(1);
            }
            out.seek(96);
            out.writeInt(WRITER);
        }
    }

    /** Bytes a page, as the file's header says. */
    static int pageSize(FileChannel file) throws IOException {
        var two = ByteBuffer.allocate(2);
        if (file.read(two, 16) != 2) {
            throw new IOException("no header");
        }
        int size = two.getShort(0) & 0xffff;
        return size == 1 ? 65_536 : size;
    }

    /** Fails unless SQLite finds the file whole; leaves no other files beside it. */
    static void check(Path file) throws IOException {
        var config = new SQLiteConfig();
        config.setReadOnly(true);
        var url = "jdbc:sqlite:" + uri(file) + "?immutable=1";
        try (var connection = config.createConnection(url);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("pragma integrity_check(1)")) {
            var answer = rows.next() ? rows.getString(1) : "nothing";
            if (!answer.equals("ok")) {
                throw new IOException("what was restored is damaged: " + answer);
            }
        } catch (SQLException e) {
            throw new IOException("what was restored is damaged: " + e.getMessage(), e);
        }
    }

    /**
     * Makes a file that is about to be replaced whole by itself, and its side files go.
     *
     * @throws IOException if another program has it open
     */
    static void settleOld(Path file) throws IOException {
        if (!Files.exists(file)) {
            removeSides(file);
            return;
        }
        if (kind(file).sqlite()) {
            try (var connection = open(file);
                    var statement = connection.createStatement()) {
                statement.execute("pragma busy_timeout = 2000");
                statement.execute("pragma locking_mode = exclusive");
                try (var rows = statement.executeQuery("pragma journal_mode = delete")) {
                    if (!rows.next() || !"delete".equals(rows.getString(1))) {
                        throw new IOException(inUse(file));
                    }
                }
                statement.execute("begin exclusive");
                statement.execute("rollback");
            } catch (SQLException e) {
                if (isBusy(e)) {
                    throw new IOException(inUse(file), e);
                }
                keepSides(file);
            }
        }
        removeSides(file);
    }

    private static String inUse(Path file) {
        return file.getFileName() + " is open in another program; close it, then it can be replaced";
    }

    private static boolean isBusy(SQLException e) {
        int code = e.getErrorCode() & 0xff;
        return code == SQLiteErrorCode.SQLITE_BUSY.code || code == SQLiteErrorCode.SQLITE_LOCKED.code;
    }

    /** Side files of a damaged file: nobody can say what they are worth, so they stay under another name. */
    private static void keepSides(Path file) throws IOException {
        for (var side : List.of("-wal", "-journal")) {
            var there = file.resolveSibling(file.getFileName() + side);
            if (Files.exists(there) && Files.size(there) > 0) {
                var kept = file.resolveSibling(file.getFileName() + ".old" + side);
                Files.move(there, kept, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static void removeSides(Path file) throws IOException {
        for (var side : List.of("-wal", "-shm", "-journal")) {
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + side));
        }
    }

    private static Connection open(Path file) throws SQLException {
        var config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLISECONDS);
        return config.createConnection("jdbc:sqlite:" + uri(file) + "?mode=rw");
    }

    private static String uri(Path file) {
        URI uri = file.toAbsolutePath().toUri();
        return "file:" + uri.getRawPath().replace("?", "%3f").replace("#", "%23");
    }
}
