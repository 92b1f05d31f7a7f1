package dev.holdfast.server.system;

import dev.holdfast.platform.blobs.objects.BlobSettings;
import dev.holdfast.platform.http.openapi.Route;
import dev.holdfast.platform.http.openapi.Routes;
import dev.holdfast.server.run.Program;
import dev.holdfast.server.run.Settings;
import dev.holdfast.testkit.TestClient;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** The whole program with its own PostgreSQL and object store, started once for all tests that ask for it. */
public final class House {
    private static final class Started {
        static final House HOUSE = new House(start());

        private static Program start() {
            Path data = Path.of(
                            "target",
                            "system",
                            "house-" + ProcessHandle.current().pid())
                    .toAbsolutePath();
            // The build's own property is no setting of the program, which refuses what it doesn't know.
            String root = System.clearProperty("holdfast.root");
            Program program = Program.start(settings(data));
            if (root != null) {
                System.setProperty("holdfast.root", root);
            }
            Runtime.getRuntime().addShutdownHook(new Thread(program::close));
            return program;
        }

        private static Settings settings(Path data) {
            return Settings.read(
                    null,
                    Map.of(
                            "holdfast.data", data.toString(),
                            "holdfast.port", "0",
                            "holdfast.environment", "dev",
                            "holdfast.limits", "off",
                            "holdfast.identity.verify-email", "off",
                            "logging.level.root", "WARN"));
        }
    }

    private final Program program;

    private House(Program program) {
        this.program = program;
    }

    /** The one that all tests share; the first who asks starts it. */
    public static House running() {
        return Started.HOUSE;
    }

    /** Where people reach it, without a slash at the end. */
    public URI url() {
        return program.url();
    }

    /** Where clients reach the object store. */
    public URI objects() {
        return URI.create(program.bean(BlobSettings.class).clients());
    }

    /** A client without credentials. */
    public TestClient client() {
        return new TestClient(program.url().resolve("/"));
    }

    /** Every route of ours; the container's own error page is none. */
    List<Route> routes() {
        return program.bean(Routes.class).all().stream()
                .filter(route -> !route.path().equals("/error"))
                .toList();
    }

    JsonNode openApi() {
        TestClient.Answer answer = client().get("openapi.json");
        if (answer.status() != 200) {
            throw new AssertionError(answer.toString());
        }
        return answer.json();
    }

    /** A part of the running program. */
    public <T> T bean(Class<T> type) {
        return program.bean(type);
    }

    /** All parts of a kind. */
    <T> List<T> beans(Class<T> type) {
        return List.copyOf(program.context().getBeansOfType(type).values());
    }

    /** A connection as the owner of the tables, outside of row-level security. The caller closes it. */
    Connection owner() throws SQLException {
        return connection("holdfast.db.owner-user", "holdfast.db.owner-password");
    }

    /** A connection as the login that serves requests, which hasn't entered as anybody. The caller closes it. */
    Connection login() throws SQLException {
        return connection("holdfast.db.user", "holdfast.db.password");
    }

    private Connection connection(String user, String password) throws SQLException {
        var settings = program.context().getEnvironment();
        return DriverManager.getConnection(
                settings.getRequiredProperty("holdfast.db.url"),
                settings.getRequiredProperty(user),
                settings.getRequiredProperty(password));
    }

    /** The first column of a query, as text, as the owner. */
    public List<String> texts(String sql) {
        try (Connection owner = owner();
                var statement = owner.createStatement();
                var rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(String.valueOf(rows.getString(1)));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Every table with the number of its rows and a digest of what stands in them. */
    Map<String, String> contents(List<String> tables) {
        Map<String, String> found = new TreeMap<>();
        for (String table : tables) {
            found.put(
                    table,
                    texts(
                                    "select count(*) || ' rows ' || coalesce(md5(string_agg(t::text, chr(10) order by t::text)), '')"
                                            + " from " + table + " t")
                            .getFirst());
        }
        return found;
    }

    /** All tables of all our schemas, as schema.table; a partitioned one stands for its partitions. */
    List<String> tables() {
        return texts("""
                select format('%I.%I', n.nspname, c.relname)
                  from pg_class c join pg_namespace n on n.oid = c.relnamespace
                 where c.relkind in ('r', 'p') and not c.relispartition
                   and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
                   and c.relname <> 'migrations'
                 order by 1
                """);
    }
}
