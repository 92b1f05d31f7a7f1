package dev.holdfast.buckia.snapshot;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Random;

/** A SQLite file as an application has it. */
final class SampleDatabase implements AutoCloseable {
    private static final int CHARACTERS = 400;

    private final Connection connection;
    private final Random random;

    SampleDatabase(Path file, Random random, int pageSize, String journal) throws SQLException {
        this.connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        this.random = random;
        run("pragma page_size = " + pageSize);
        run("pragma journal_mode = " + journal);
        run("pragma synchronous = off");
        run("create table if not exists things (id integer primary key, text blob, pair integer)");
    }

    void run(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Adds rows; in each transaction the pairs sum to zero. */
    void add(int rows) throws SQLException {
        connection.setAutoCommit(false);
        try (var insert = connection.prepareStatement("insert into things (text, pair) values (?, ?)")) {
            for (int at = 0; at < rows; at++) {
                byte[] text = new byte[CHARACTERS];
                random.nextBytes(text);
                insert.setBytes(1, text);
                insert.setInt(2, at % 2 == 0 ? 1 : -1);
                insert.addBatch();
            }
            insert.executeBatch();
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    /** Changes some rows where they are. */
    void change(int rows) throws SQLException {
        try (var update = connection.prepareStatement(
                "update things set text = randomblob(400) where id in (select id from things order by random() limit ?)")) {
            update.setInt(1, rows);
            update.executeUpdate();
        }
    }

    /** Everything in it as text. */
    static String dump(Path file) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:file:" + file + "?immutable=1");
                var statement = connection.createStatement()) {
            var text = new StringBuilder();
            try (var rows = statement.executeQuery("select name || sql from sqlite_schema order by name")) {
                while (rows.next()) {
                    text.append(rows.getString(1)).append('\n');
                }
            }
            try (var rows = statement.executeQuery("select id || hex(text) || pair from things order by id")) {
                while (rows.next()) {
                    text.append(rows.getString(1)).append('\n');
                }
            }
            return text.toString();
        }
    }

    static long number(Path file, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:file:" + file + "?immutable=1");
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
