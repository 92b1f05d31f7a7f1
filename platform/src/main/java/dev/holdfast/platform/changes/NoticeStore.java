package dev.holdfast.platform.changes;

import dev.holdfast.platform.db.DatabaseSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.stereotype.Repository;

/** A connection of its own, outside of the pool, that hears what the numberers of all nodes notify. */
@Repository
final class NoticeStore {
    private static final String LISTEN = "listen holdfast_changes";
    private static final String STILL_THERE = "select 1";
    private static final int SILENCE_MILLIS_MAX = 20_000;
    private static final int CONNECT_SECONDS_MAX = 10;

    private final DatabaseSettings settings;
    private volatile @Nullable Connection open;

    NoticeStore(DatabaseSettings settings) {
        this.settings = settings;
    }

    /**
     * Listens until the connection breaks or {@link #close()} is called; both end in an exception.
     *
     * @param connected called once it listens: what was said before wasn't heard
     * @param heard called with each payload
     */
    void listen(Runnable connected, Consumer<String> heard) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            open = connection;
            statement.execute(LISTEN);
            connected.run();
            PGConnection postgres = connection.unwrap(PGConnection.class);
            while (!connection.isClosed()) {
                PGNotification[] notifications = postgres.getNotifications(SILENCE_MILLIS_MAX);
                if (notifications == null || notifications.length == 0) {
                    statement.execute(STILL_THERE);
                    continue;
                }
                for (PGNotification notification : notifications) {
                    heard.accept(notification.getParameter());
                }
            }
        } catch (SQLException e) {
            throw new DataAccessResourceFailureException("the listening connection broke: " + e.getMessage(), e);
        } finally {
            open = null;
        }
    }

    /** Ends {@link #listen}. */
    void close() {
        Connection connection = open;
        if (connection != null) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                throw new IllegalStateException("can't close the listening connection", e);
            }
        }
    }

    private Connection connect() throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(settings.direct());
        source.setUser(settings.user());
        source.setPassword(settings.password());
        source.setApplicationName("holdfast-listen");
        source.setTcpKeepAlive(true);
        source.setConnectTimeout(CONNECT_SECONDS_MAX);
        return source.getConnection();
    }
}
