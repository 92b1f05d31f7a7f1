package dev.holdfast.server.system;

import java.sql.Connection;
import java.sql.SQLException;

/** Reaches round the API into the tables, as their owner. */
final class Sql {
    private Sql() {}

    static void run(String statement) {
        try (Connection owner = House.running().owner();
                var sql = owner.createStatement()) {
            sql.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(statement, e);
        }
    }

    /** The one value of a query. */
    static String text(String query) {
        return House.running().texts(query).getFirst();
    }
}
