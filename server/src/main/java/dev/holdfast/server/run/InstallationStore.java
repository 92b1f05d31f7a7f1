package dev.holdfast.server.run;

import dev.holdfast.platform.db.DatabaseSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;

/** The one row about the installation as a whole. Connects as the tables' owner: it is asked before they are migrated. */
final class InstallationStore {
    private static final String EXISTS = "select to_regclass('platform.installation') is not null";
    private static final String FIND = "select environment from platform.installation";
    private static final String CLAIM = """
            insert into platform.installation (environment, claimed_at) values (?, now()) on conflict do nothing""";

    private final PGSimpleDataSource owner;

    InstallationStore(DatabaseSettings settings) {
        owner = new PGSimpleDataSource();
        owner.setUrl(settings.direct());
        owner.setUser(settings.owner());
        owner.setPassword(settings.ownerSecret());
    }

    /** The environment that the database was claimed for; empty where it wasn't yet. */
    Optional<String> environment() {
        try (Connection connection = owner.getConnection()) {
            return find(connection);
        } catch (SQLException e) {
            throw Explanation.of(e);
        }
    }

    /** Writes the environment unless one is written, and gives the one that is. */
    String claim(String environment) {
        try (Connection connection = owner.getConnection();
                PreparedStatement claim = connection.prepareStatement(CLAIM)) {
            claim.setString(1, environment);
            claim.executeUpdate();
            return find(connection).orElse(environment);
        } catch (SQLException e) {
            throw Explanation.of(e);
        }
    }

    private static Optional<String> find(Connection connection) throws SQLException {
        try (PreparedStatement exists = connection.prepareStatement(EXISTS);
                ResultSet there = exists.executeQuery()) {
            if (!there.next() || !there.getBoolean(1)) {
                return Optional.empty();
            }
        }
        try (PreparedStatement find = connection.prepareStatement(FIND);
                ResultSet row = find.executeQuery()) {
            return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
        }
    }
}
