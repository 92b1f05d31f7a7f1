package dev.holdfast.buckia.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConnection;

/** Copies of files that others use: as they lie where that is one moment, through SQLite where not. */
class DatabaseStoreTest {
    @TempDir
    Path folder = Path.of("");

    private Path file = Path.of("");
    private int copies;

    @BeforeEach
    void make() throws SQLException {
        file = folder.resolve("things.db");
        try (var app = open(file)) {
            run(app, "create table things (id integer primary key, name text)");
            fill(app);
        }
    }

    @Test
    void aCopyHasTheBytesOfSqlitesOwn() throws Exception {
        var own = folder.resolve("own.db");
        try (var app = open(file)) {
            app.unwrap(SQLiteConnection.class).getDatabase().backup("main", own.toString(), null);
        }
        byte[] copy = Files.readAllBytes(copy());
        byte[] theirs = Files.readAllBytes(own);
        for (byte[] each : new byte[][] {copy, theirs}) {
            // What counts writes, and says nothing of the content.
            for (int at : new int[] {24, 40, 92, 96}) {
                java.util.Arrays.fill(each, at, at + 4, (byte) 0);
            }
        }
        assertThat(copy).isEqualTo(theirs);
    }

    @Test
    void whatIsNotYetCommittedStaysOut() throws Exception {
        try (var app = open(file)) {
            app.setAutoCommit(false);
            run(app, "insert into things (name) values ('never seen')");
            assertThat(count(copy())).isEqualTo(2_000);
            app.rollback();
        }
    }

    @Test
    void whatLiesInTheLogAloneComesAlong() throws Exception {
        try (var app = open(file)) {
            run(app, "pragma journal_mode = wal", "insert into things (name) values ('in the log')");
            assertThat(folder.resolve("things.db-wal")).isNotEmptyFile();
            assertThat(count(copy())).isEqualTo(2_001);
        }
    }

    @Test
    void aFileIsCutToWhatItsHeaderSays() throws Exception {
        Files.write(file, new byte[8_192], StandardOpenOption.APPEND);
        long size = Files.size(file);
        var copy = copy();
        assertThat(Files.size(copy)).isEqualTo(size - 8_192);
        assertThat(count(copy)).isEqualTo(2_000);
    }

    @Test
    void aHeaderThatDoesNotCountTheSizeIsNotBelieved() throws Exception {
        try (var out = new RandomAccessFile(file.toFile(), "rw")) {
            // As programs older than SQLite 3.7 left it.
            out.seek(28);
            out.writeInt(1);
            out.seek(92);
            out.writeInt(0);
        }
        assertThat(count(copy())).isEqualTo(2_000);
    }

    private Path copy() throws IOException {
        var copy = folder.resolve("copy" + copies++);
        DatabaseStore.copy(file, copy);
        return copy;
    }

    private static void fill(Connection app) throws SQLException {
        app.setAutoCommit(false);
        try (var insert = app.prepareStatement("insert into things (name) values (?)")) {
            for (int row = 0; row < 2_000; row++) {
                insert.setString(1, "thing " + row);
                insert.addBatch();
            }
            insert.executeBatch();
        }
        app.commit();
        app.setAutoCommit(true);
    }

    private static int count(Path database) throws SQLException {
        try (var connection = open(database);
                var statement = connection.createStatement()) {
            try (var rows = statement.executeQuery("pragma integrity_check")) {
                assertThat(rows.getString(1)).isEqualTo("ok");
            }
            try (var rows = statement.executeQuery("select count(*) from things")) {
                return rows.getInt(1);
            }
        }
    }

    private static Connection open(Path database) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + database);
    }

    private static void run(Connection connection, String... statements) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (var each : statements) {
                statement.execute(each);
            }
        }
    }
}
