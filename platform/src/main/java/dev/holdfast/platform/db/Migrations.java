package dev.holdfast.platform.db;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings each module's schema up to date, the platform's first. */
public final class Migrations {
    private Migrations() {}

    /**
     * Migrates the schemas in their order. Safe on several nodes at once: Flyway takes a lock.
     *
     * @param owner connects as the login that owns the tables
     * @param login the login that will serve requests, named in the migrations as {@code ${login}}
     */
    public static void run(DataSource owner, String login, List<Schema> schemas) {
        schemas.stream()
                .sorted(Comparator.comparingInt(Schema::order))
                .forEach(schema -> Flyway.configure()
                        .dataSource(owner)
                        .schemas(schema.name())
                        .defaultSchema(schema.name())
                        .locations("classpath:db/" + schema.name())
                        .placeholders(Map.of("login", login))
                        .table("migrations")
                        .validateMigrationNaming(true)
                        .failOnMissingLocations(true)
                        .load()
                        .migrate());
    }
}
