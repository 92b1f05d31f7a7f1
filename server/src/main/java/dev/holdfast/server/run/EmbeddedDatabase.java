package dev.holdfast.server.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The program's database and logins inside the embedded PostgreSQL: made at the first start, found again later. The
 * logins' passwords lie in files of the data folder that only its user can read.
 */
public final class EmbeddedDatabase {
    static final String NAME = "holdfast";

    private static final String OWNER = "holdfast_owner";
    private static final String LOGIN = "holdfast";
    private static final int PASSWORD_BYTES = 24;
    private static final int PORT_LINE = 3;

    private final Path data;

    /** In a data folder. */
    public EmbeddedDatabase(Path data) {
        this.data = data;
    }

    /** Where PostgreSQL keeps its files. */
    Path folder() {
        return data.resolve("pg");
    }

    /**
     * The settings with which another process on this machine finds the database while the server runs; empty when it
     * doesn't run or this folder has none.
     */
    public Optional<Map<String, Object>> running() {
        Path pid = folder().resolve("postmaster.pid");
        try {
            if (!Files.exists(pid) || !Files.exists(passwordFile(LOGIN))) {
                return Optional.empty();
            }
            List<String> lines = Files.readAllLines(pid);
            boolean alive =
                    ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).isPresent();
            return alive && lines.size() > PORT_LINE
                    ? Optional.of(settings("jdbc:postgresql://127.0.0.1:"
                            + lines.get(PORT_LINE).strip() + "/" + NAME))
                    : Optional.empty();
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Makes what is missing and gives the settings with which the program finds it. */
    Map<String, Object> prepare(String server, String superuser, String password) {
        try (Connection admin = DriverManager.getConnection(server, superuser, password)) {
            if (!exists(admin, "select 1 from pg_roles where rolname = ?", OWNER)) {
                execute(admin, "create role " + OWNER + " login createrole password '" + password(OWNER) + "'");
            }
            if (!exists(admin, "select 1 from pg_roles where rolname = ?", LOGIN)) {
                execute(admin, "create role " + LOGIN + " login noinherit password '" + password(LOGIN) + "'");
            }
            if (!exists(admin, "select 1 from pg_database where datname = ?", NAME)) {
                execute(admin, "create database " + NAME + " owner " + OWNER);
            }
        } catch (SQLException e) {
            throw new StartFailure("The embedded PostgreSQL refused to be set up: " + e.getMessage(), e);
        }
        return settings(server.substring(0, server.lastIndexOf('/') + 1) + NAME);
    }

    private Map<String, Object> settings(String url) {
        return Map.of(
                "holdfast.db.url", url,
                "holdfast.db.user", LOGIN,
                "holdfast.db.password", password(LOGIN),
                "holdfast.db.owner-user", OWNER,
                "holdfast.db.owner-password", password(OWNER));
    }

    private Path passwordFile(String login) {
        return data.resolve(login + ".password");
    }

    private String password(String login) {
        Path file = passwordFile(login);
        try {
            if (!Files.exists(file)) {
                byte[] secret = new byte[PASSWORD_BYTES];
                new SecureRandom().nextBytes(secret);
                Path fresh = data.resolve(login + ".password.new");
                Files.deleteIfExists(fresh);
                Files.createFile(
                        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                // On disk before PostgreSQL is told: a password that only PostgreSQL knows would lock the program out.
                Files.writeString(
                        fresh, Base64.getUrlEncoder().withoutPadding().encodeToString(secret), StandardOpenOption.SYNC);
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
