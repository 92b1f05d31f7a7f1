package dev.holdfast.server.run;

import dev.holdfast.embedded.DataFolder;
import dev.holdfast.embedded.EmbeddedObjectStore;
import dev.holdfast.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL and the S3 store that the program brings along, for those that the settings don't name. Closing stops
 * them.
 */
final class EmbeddedParts implements AutoCloseable {
    private static final String DATABASE = "holdfast";
    private static final String OWNER = "holdfast_owner";
    private static final String LOGIN = "holdfast";
    private static final String BUCKET = "holdfast";
    private static final int PASSWORD_BYTES = 24;

    private final DataFolder folder;
    private @Nullable EmbeddedPostgres postgres;
    private @Nullable EmbeddedObjectStore objects;

    private EmbeddedParts(DataFolder folder) {
        this.folder = folder;
    }

    /**
     * Starts what is wanted.
     *
     * @param origins the web origins that may speak to the object store from a browser
     * @return the parts, and through {@link #settings()} how the program finds them
     */
    static EmbeddedParts start(Path data, boolean database, boolean store, List<String> origins, InstantSource clock) {
        EmbeddedParts parts = new EmbeddedParts(DataFolder.open(data));
        try {
            if (database) {
                Path pg = parts.folder.path().resolve("pg");
                parts.postgres = EmbeddedPostgres.start(
                        EmbeddedPostgres.Options.of(pg).withBinaries(EmbeddedPostgres.userCache()));
                parts.prepareDatabase(parts.postgres);
            }
            if (store) {
                parts.objects = EmbeddedObjectStore.start(new EmbeddedObjectStore.Options(
                        parts.folder.path().resolve("objects"), "127.0.0.1", 0, origins, clock));
                parts.objects.createBucket(BUCKET);
            }
            return parts;
        } catch (SQLException e) {
            parts.close();
            throw new StartFailure("The embedded PostgreSQL refused to be set up: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    /** The settings with which the program finds the parts that were started. */
    Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>();
        if (postgres != null) {
            settings.put("holdfast.db.url", postgres.url(DATABASE));
            settings.put("holdfast.db.user", LOGIN);
            settings.put("holdfast.db.password", password(LOGIN));
            settings.put("holdfast.db.owner-user", OWNER);
            settings.put("holdfast.db.owner-password", password(OWNER));
        }
        if (objects != null) {
            settings.put("holdfast.blobs.endpoint", objects.endpoint().toString());
            settings.put("holdfast.blobs.region", EmbeddedObjectStore.REGION);
            settings.put("holdfast.blobs.bucket", BUCKET);
            settings.put("holdfast.blobs.access-key", objects.accessKey());
            settings.put("holdfast.blobs.secret-key", objects.secretKey());
        }
        return settings;
    }

    /** The embedded object store, when it runs. */
    Optional<EmbeddedObjectStore> objects() {
        return Optional.ofNullable(objects);
    }

    @Override
    public void close() {
        if (objects != null) {
            objects.close();
        }
        if (postgres != null) {
            postgres.close();
        }
        folder.close();
    }

    private void prepareDatabase(EmbeddedPostgres server) throws SQLException {
        try (Connection admin = DriverManager.getConnection(
                server.url("postgres"), server.ownerUser(), server.ownerPassword())) {
            if (!exists(admin, "select 1 from pg_roles where rolname = ?", OWNER)) {
                execute(admin, "create role " + OWNER + " login createrole password '" + password(OWNER) + "'");
            }
            if (!exists(admin, "select 1 from pg_roles where rolname = ?", LOGIN)) {
                execute(admin, "create role " + LOGIN + " login noinherit password '" + password(LOGIN) + "'");
            }
            if (!exists(admin, "select 1 from pg_database where datname = ?", DATABASE)) {
                execute(admin, "create database " + DATABASE + " owner " + OWNER);
            }
        }
    }

    private String password(String login) {
        Path file = folder.path().resolve(login + ".password");
        try {
            if (!Files.exists(file)) {
                byte[] secret = new byte[PASSWORD_BYTES];
                new SecureRandom().nextBytes(secret);
                Path fresh = folder.path().resolve(login + ".password.new");
                Files.deleteIfExists(fresh);
                Files.createFile(
                        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(fresh, Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
                Files.move(fresh, file);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new StartFailure("The password in " + file + " can't be read or written: " + e.getMessage(), e);
        }
    }

    private static boolean exists(Connection connection, String query, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            return statement.executeQuery().next();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
