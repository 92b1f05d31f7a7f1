package dev.holdfast.platform.db;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.exception.FlywayValidateException;

/** Brings each module's schema up to date, the platform's first. */
public final class Migrations {
    private Migrations() {}

    /**
     * Migrates the schemas in their order. Safe on several nodes at once: Flyway takes a lock. A schema that a newer program
     * has migrated is refused: this one could write what the newer one can't read any more.
     *
     * @param owner connects as the login that owns the tables
     * @param login the login that will serve requests, named in the migrations as {@code ${login}}
     */
    public static void run(DataSource owner, String login, List<Schema> schemas) {
        schemas.stream()
                .sorted(Comparator.comparingInt(Schema::order))
                .forEach(schema -> migrate(schema.name(), history(owner, login, schema.name())));
    }

    private static void migrate(String schema, Flyway flyway) {
        try {
            flyway.migrate();
        } catch (FlywayValidateException e) {
            MigrationInfo[] all = flyway.info().all();
            boolean newer = Arrays.stream(all).anyMatch(each -> each.getState() == MigrationState.FUTURE_SUCCESS);
            if (!newer) {
                throw e;
            }
            throw new FlywayException(
                    "a newer program has brought the schema " + schema + " to version " + latest(all, true)
                            + ", this one knows up to " + latest(all, false) + ". Start the newer program.",
                    e);
        }
    }

    private static String latest(MigrationInfo[] all, boolean future) {
        return Arrays.stream(all)
                .filter(each -> future || each.getState() != MigrationState.FUTURE_SUCCESS)
                .map(MigrationInfo::getVersion)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .map(MigrationVersion::getVersion)
                .orElse("none");
    }

    /**
     * How far a schema is.
     *
     * @param applied migrations that were done
     * @param waiting migrations that the next start does
     * @param foreign migrations that were done and that this program doesn't know
     */
    public record State(int applied, int waiting, int foreign) {}

    /** Looks how far a schema is and changes nothing. */
    public static State state(DataSource owner, String login, String schema) {
        int applied = 0;
        int waiting = 0;
        int foreign = 0;
        for (MigrationInfo each : history(owner, login, schema).info().all()) {
            MigrationState state = each.getState();
            boolean known = state.isResolved();
            applied += known && state.isApplied() ? 1 : 0;
            waiting += known && !state.isApplied() ? 1 : 0;
            foreign += !known && each.getVersion() != null ? 1 : 0;
        }
        return new State(applied, waiting, foreign);
    }

    private static Flyway history(DataSource owner, String login, String schema) {
        return Flyway.configure()
                .dataSource(owner)
                .schemas(schema)
                .defaultSchema(schema)
                .locations("classpath:db/" + schema)
                .placeholders(Map.of("login", login))
                .table("migrations")
                .validateMigrationNaming(true)
                .failOnMissingLocations(true)
                .ignoreMigrationPatterns(new String[0])
                .load();
    }
}
