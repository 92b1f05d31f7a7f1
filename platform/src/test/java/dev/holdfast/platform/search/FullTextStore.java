package dev.holdfast.platform.search;

import dev.holdfast.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Asks PostgreSQL whether a query finds a text. */
final class FullTextStore implements AutoCloseable {

    private static final String FINDS =
            "SELECT CAST(? AS tsvector) @@ CAST(? AS tsquery), ts_rank(CAST(? AS tsvector), CAST(? AS tsquery))";
    private static final String STORES = "SELECT length(CAST(? AS tsvector)), pg_column_size(CAST(? AS tsvector))";

    private final Connection connection;

    FullTextStore(TestDatabase database) throws SQLException {
        connection = DriverManager.getConnection(database.url(), TestDatabase.OWNER, TestDatabase.PASSWORD);
    }

    boolean finds(TextVector vector, String query) throws SQLException {
        return rank(vector, query) > 0;
    }

    /** 0 where the query doesn't find the text. */
    float rank(TextVector vector, String query) throws SQLException {
        String tsquery = QueryText.parse(query).tsquery().orElse(null);
        if (tsquery == null) {
            return 0;
        }
        try (PreparedStatement statement = connection.prepareStatement(FINDS)) {
            statement.setString(1, vector.text());
            statement.setString(2, tsquery);
            statement.setString(3, vector.text());
            statement.setString(4, tsquery);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1) ? Math.max(row.getFloat(2), Float.MIN_VALUE) : 0;
            }
        }
    }

    /** Number of lexemes that PostgreSQL read. */
    int lexemes(TextVector vector) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(STORES)) {
            statement.setString(1, vector.text());
            statement.setString(2, vector.text());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
