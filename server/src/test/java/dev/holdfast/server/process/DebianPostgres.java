package dev.holdfast.server.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The PostgreSQL of Debian's package, 15, or the oldest supported one that is installed; and in front of it, when wanted, a PgBouncer that
 * pools transactions.
 */
final class DebianPostgres implements AutoCloseable {
    static final String PASSWORD = "not-a-secret";

    private static final List<Path> PROGRAMS = IntStream.rangeClosed(15, 18)
            .mapToObj(major -> Path.of("/usr/lib/postgresql/" + major + "/bin"))
            .toList();
    private static final Path POOLER = Path.of("/usr/sbin/pgbouncer");

    private final OutsideServer server;
    private final List<OutsideServer> poolers = new ArrayList<>();

    private DebianPostgres(OutsideServer server) {
        this.server = server;
    }

    /** Makes a cluster and starts it. */
    static DebianPostgres start() {
        Path programs = PROGRAMS.stream().filter(Files::isDirectory).findFirst().orElse(PROGRAMS.getFirst());
        OutsideServer server = OutsideServer.prepare(programs.resolve("postgres"), "postgresql");
        String data = server.folder().resolve("data").toString();
        server.prepare(
                programs.resolve("initdb").toString(),
                "-D",
                data,
                "-U",
                "superuser",
                "-A",
                "scram-sha-256",
                "--pwfile=" + server.write("password", PASSWORD),
                "-E",
                "UTF8",
                "--locale=C.UTF-8");
        server.answers(() -> answers(server));
        return new DebianPostgres(server.start(
                programs.resolve("postgres").toString(),
                "-D",
                data,
                "-p",
                Integer.toString(server.port()),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "timezone=Asia/Kathmandu"));
    }

    /** The JDBC address of a database. */
    String url(String database) {
        return url(server, database);
    }

    /** The JDBC address of a database behind a pooler that gives a connection for one transaction. Skips the test where there is none. */
    String pooled(String database, String... users) {
        OutsideServer pooler = OutsideServer.prepare(POOLER, "pgbouncer");
        poolers.add(pooler);
        StringBuilder logins = new StringBuilder();
        for (String user : users) {
            logins.append('"').append(user).append("\" \"").append(PASSWORD).append("\"\n");
        }
        Path configuration = pooler.write("pgbouncer.ini", """
                [databases]
                * = host=127.0.0.1 port=%d
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = scram-sha-256
                auth_file = %s
                pool_mode = transaction
                ignore_startup_parameters = extra_float_digits
                """.formatted(
                        server.port(), pooler.port(), pooler.write("logins", logins.toString())));
        return url(pooler.start(POOLER.toString(), "-q", configuration.toString()), database) + "?prepareThreshold=0";
    }

    /** Runs statements as the superuser, whom the program never sees. */
    void asSuperuser(String database, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(database), "superuser", PASSWORD);
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The first column of a query's rows, asked by the superuser. */
    List<String> texts(String database, String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url(database), "superuser", PASSWORD);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(String.valueOf(rows.getString(1)));
            }
        }
        return found;
    }

    /** Ends it without a checkpoint, as a crash would. */
    void crash() {
        server.end("QUIT");
    }

    void startAgain() {
        server.startAgain();
    }

    @Override
    public void close() {
        poolers.forEach(OutsideServer::close);
        server.close();
    }

    private static boolean answers(OutsideServer server) {
        try (Connection connection = DriverManager.getConnection(url(server, "postgres"), "superuser", PASSWORD)) {
            return connection.isValid(1);
        } catch (SQLException e) {
            // It refuses connections while it starts and recovers.
            return false;
        }
    }

    private static String url(OutsideServer at, String database) {
        return "jdbc:postgresql://127.0.0.1:" + at.port() + "/" + database;
    }
}
