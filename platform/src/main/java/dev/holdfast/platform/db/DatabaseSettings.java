package dev.holdfast.platform.db;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where PostgreSQL is. Left out, the program brings its own.
 *
 * @param url JDBC address of the primary, for example jdbc:postgresql://db.example.org:5432/holdfast. Through a transaction
 *     pooler add prepareThreshold=0. Left out: the embedded server.
 * @param user Login that serves requests; it needs no right on any table of its own.
 * @param password Password of that login.
 * @param directUrl JDBC address for migrations and listening when url is a transaction pooler. Default: url.
 * @param ownerUser Login that owns the tables and migrates them; it may create roles. Default: user.
 * @param ownerPassword Password of that login.
 * @param poolSize Connections that the program keeps, at most.
 */
@ConfigurationProperties("holdfast.db")
public record DatabaseSettings(
        @DefaultValue("") String url,
        @DefaultValue("holdfast") String user,
        @DefaultValue("") String password,
        @Nullable String directUrl,
        @Nullable String ownerUser,
        @Nullable String ownerPassword,
        @DefaultValue("16") int poolSize) {

    /** Where migrations and listeners connect. */
    public String direct() {
        return directUrl == null ? url : directUrl;
    }

    /** Who migrates. */
    public String owner() {
        return ownerUser == null ? user : ownerUser;
    }

    /** The owner's password. */
    public String ownerSecret() {
        return ownerUser == null || ownerPassword == null ? password : ownerPassword;
    }

    @Override
    public String toString() {
        // An address may carry a password.
        return "DatabaseSettings[user=" + user + "]";
    }
}
