package dev.holdfast.testkit;

import dev.holdfast.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database of its own for a test, on one server that the test run starts once. Hostile on purpose: a session time zone
 * with an odd offset, an unusual date style, an owner that is no superuser, a login without rights of its own.
 *
 * @param name the database's name
 */
public record TestDatabase(String name) {
    public static final String OWNER = "holdfast_owner";
    public static final String LOGIN = "holdfast";
    public static final String PASSWORD = "test-only";

    private static final Map<String, String> HOSTILE = Map.of(
            "timezone", "Pacific/Chatham",
            "datestyle", "SQL, DMY",
            "intervalstyle", "sql_standard",
            "statement_timeout", "120s",
            "max_connections", "200");
    private static final AtomicInteger count = new AtomicInteger();
    private static final Set<String> templates = new LinkedHashSet<>();

    private static final class Server {
        static final EmbeddedPostgres RUNNING = start();

        private static EmbeddedPostgres start() {
            Path data = Path.of(
                            "target", "testkit", "pg-" + ProcessHandle.current().pid())
                    .toAbsolutePath();
            EmbeddedPostgres server = EmbeddedPostgres.start(EmbeddedPostgres.Options.of(data)
                    .withBinaries(EmbeddedPostgres.userCache())
                    .withSettings(HOSTILE));
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            run(
                    server.url("postgres"),
                    server.ownerUser(),
                    server.ownerPassword(),
                    List.of(
                            "create role " + OWNER + " login createdb createrole password '" + PASSWORD + "'",
                            "create role " + LOGIN + " login noinherit password '" + PASSWORD + "'",
                            "grant " + LOGIN + " to " + OWNER));
            return server;
        }
    }

    /**
     * A fresh database in which the named schemas stand, migrated in their order from {@code db/<schema>} on the class
     * path. Cheap after the first call with the same schemas: it copies a template.
     */
    public static synchronized TestDatabase fresh(String... schemas) {
        String template = "template_" + String.join("_", schemas);
        if (!templates.contains(template)) {
            administer("create database " + template + " owner " + OWNER);
            for (String schema : schemas) {
                migrate(new TestDatabase(template), schema);
            }
            templates.add(template);
        }
        TestDatabase database = new TestDatabase("test_" + count.incrementAndGet());
        administer("create database " + database.name + " owner " + OWNER + " template " + template);
        return database;
    }

    /** JDBC address of this database. */
    public String url() {
        return Server.RUNNING.url(name);
    }

    /** The server that it lies on. */
    public static EmbeddedPostgres server() {
        return Server.RUNNING;
    }

    /** Runs statements as the owner of the tables, outside of row-level security. */
    public void asOwner(String... statements) {
        run(url(), OWNER, PASSWORD, List.of(statements));
    }

    /** A connection as the owner of the tables, outside of row-level security. The caller closes it. */
    public Connection owner() throws SQLException {
        return DriverManager.getConnection(url(), OWNER, PASSWORD);
    }

    /** A connection as the login that serves requests. The caller closes it. */
    public Connection login() throws SQLException {
        return DriverManager.getConnection(url(), LOGIN, PASSWORD);
    }

    /** The settings with which the program finds this database. */
    public Map<String, String> settings() {
        return Map.of(
                "holdfast.db.url", url(),
                "holdfast.db.user", LOGIN,
                "holdfast.db.password", PASSWORD,
                "holdfast.db.owner-user", OWNER,
                "holdfast.db.owner-password", PASSWORD,
                "holdfast.db.pool-size", "6");
    }

    private static void migrate(TestDatabase database, String schema) {
        PGSimpleDataSource owner = new PGSimpleDataSource();
        owner.setUrl(database.url());
        owner.setUser(OWNER);
        owner.setPassword(PASSWORD);
        Flyway.configure()
                .dataSource(owner)
                .schemas(schema)
                .defaultSchema(schema)
                .locations("classpath:db/" + schema)
                .placeholders(Map.of("login", LOGIN))
                .table("migrations")
                .load()
                .migrate();
    }

    private static void administer(String statement) {
        EmbeddedPostgres server = Server.RUNNING;
        run(server.url("postgres"), server.ownerUser(), server.ownerPassword(), List.of(statement));
    }

    private static void run(String url, String user, String password, List<String> statements) {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("can't run " + statements, e);
        }
    }
}
