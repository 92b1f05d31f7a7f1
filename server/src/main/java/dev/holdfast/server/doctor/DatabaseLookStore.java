package dev.holdfast.server.doctor;

import dev.holdfast.platform.db.DatabaseSettings;
import dev.holdfast.platform.search.Tokens;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Asks a database about itself, as its tables' owner and as the login that serves requests. */
final class DatabaseLookStore {
    private static final int WAIT_MAX_S = 10;
    private static final int VERSION_UNIT = 10_000;

    private static final String SERVER = """
            select cast(current_setting('server_version_num') as integer) as version,
                   current_setting('server_encoding') = 'UTF8' as utf8,
                   has_database_privilege(current_database(), 'create')
                     and ((select rolsuper or rolcreaterole from pg_roles where rolname = current_user)
                          or (select count(*) = 3 from pg_roles
                               where rolname in ('holdfast_app', 'holdfast_worker', 'holdfast_reader'))) as migrate
            """;
    private static final String LOGIN = """
            select (select rolsuper from pg_roles where rolname = current_user) as superuser,
                   (select coalesce(bool_and(pg_has_role(current_user, oid, 'member')), true) from pg_roles
                     where rolname in ('holdfast_app', 'holdfast_worker')) as serve
            """;
    private static final String DOCUMENTS = """
            select to_regclass('documents.documents') is not null
            """;
    private static final String CUT = """
            select count(*) from documents.documents where not deleted and lexemes @@ cast(? as tsquery)
            """;

    private final DatabaseSettings settings;

    DatabaseLookStore(DatabaseSettings settings) {
        this.settings = settings;
    }

    /**
     * The server as the owner sees it.
     *
     * @param version its major version
     * @param mayMigrate whether the owner may make schemas, and roles or has them
     */
    record Server(int version, boolean utf8, boolean mayMigrate) {}

    /**
     * The login that serves requests.
     *
     * @param mayServe whether it may take the roles of requests and of the program's own work, where they are made already
     */
    record Login(boolean superuser, boolean mayServe) {}

    /** Connects as the owner. */
    DataSource owner() {
        return source(settings.direct(), settings.owner(), settings.ownerSecret());
    }

    Server server() throws SQLException {
        try (Connection owner = owner().getConnection();
                PreparedStatement statement = owner.prepareStatement(SERVER);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return new Server(row.getInt("version") / VERSION_UNIT, row.getBoolean("utf8"), row.getBoolean("migrate"));
        }
    }

    Login login() throws SQLException {
        try (Connection login = source(settings.url(), settings.user(), settings.password())
                        .getConnection();
                PreparedStatement statement = login.prepareStatement(LOGIN);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return new Login(row.getBoolean("superuser"), row.getBoolean("serve"));
        }
    }

    /** How many live documents hold more than their index takes. */
    long cutTexts() throws SQLException {
        try (Connection owner = owner().getConnection();
                PreparedStatement there = owner.prepareStatement(DOCUMENTS);
                ResultSet known = there.executeQuery()) {
            known.next();
            if (!known.getBoolean(1)) {
                return 0;
            }
            try (PreparedStatement statement = owner.prepareStatement(CUT)) {
                statement.setString(1, Tokens.CUT_QUERY);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            }
        }
    }

    private static DataSource source(String url, String user, String password) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser(user);
        source.setPassword(password);
        source.setLoginTimeout(WAIT_MAX_S);
        source.setConnectTimeout(WAIT_MAX_S);
        source.setSocketTimeout(WAIT_MAX_S * 6);
        return source;
    }
}
