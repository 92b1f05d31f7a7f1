package dev.holdfast.buckia.training;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Random;

/** A database that is large enough to be sent as pages. */
final class PracticeRowStore {
    private static final int ROWS = 6_000;
    private static final int ROW_BYTES = 3_000;
    private static final long SEED = 1;
    private static final String TABLE = """
            create table if not exists things (id integer primary key, content blob)""";
    private static final String SAVE = """
            insert or replace into things (id, content) values (?, ?)""";

    private PracticeRowStore() {}

    /** Writes all rows in the first round, some of them again in others. */
    static void fill(Path file, int round) throws IOException {
        var random = new Random(SEED + round);
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            try (var statement = connection.createStatement()) {
                statement.execute(TABLE);
            }
            connection.setAutoCommit(false);
            try (var insert = connection.prepareStatement(SAVE)) {
                for (int row = 0; row < ROWS; row += round == 0 ? 1 : 50) {
                    byte[] content = new byte[ROW_BYTES];
                    random.nextBytes(content);
                    insert.setInt(1, row);
                    insert.setBytes(2, content);
                    insert.addBatch();
                }
                var unused = insert.executeBatch();
            }
            connection.commit();
        } catch (SQLException e) {
            throw new IOException("no database to train with: " + e.getMessage(), e);
        }
    }
}
