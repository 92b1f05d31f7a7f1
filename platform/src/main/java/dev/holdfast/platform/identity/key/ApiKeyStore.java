package dev.holdfast.platform.identity.key;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of API keys. */
@Repository
final class ApiKeyStore {
    private static final String ADD = """
            insert into platform.api_keys
                   (id, account_id, space_id, name, prefix, hash, scopes, created_at, expires_at)
            values (:id, :account, :space, :name, :prefix, :hash, :scopes, :created, :expires)
            """;
    private static final String COUNT = """
            select count(*) from platform.api_keys where account_id = :account
            """;
    private static final String LIST = """
            select id, name, prefix, scopes, space_id, created_at, last_used_at, expires_at
              from platform.api_keys
             where account_id = :account
             order by created_at desc, id desc
            """;
    private static final String REMOVE = """
            delete from platform.api_keys where id = :id and account_id = :account
            """;
    private static final String USE = """
            select id, account_id, space_id, scopes, last_used_at
              from platform.api_keys
             where hash = :hash and (expires_at is null or expires_at > :now)
            """;
    private static final String TOUCH = """
            update platform.api_keys set last_used_at = :now where id = :id
            """;

    private final JdbcClient jdbc;

    ApiKeyStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A key that was found by its hash, and whose it is. */
    record Used(
            UUID id,
            UUID account,
            @Nullable UUID space,
            List<String> scopes,
            @Nullable Instant lastUsedAt) {}

    void add(UUID account, ApiKey key, byte[] hash) {
        jdbc.sql(ADD)
                .param("id", key.id())
                .param("account", account)
                .param("space", key.spaceId())
                .param("name", key.name())
                .param("prefix", key.prefix())
                .param("hash", hash)
                .param("scopes", key.scopes().toArray(String[]::new))
                .param("created", utc(key.createdAt()))
                .param("expires", key.expiresAt() == null ? null : utc(key.expiresAt()))
                .update();
    }

    int count(UUID account) {
        return jdbc.sql(COUNT).param("account", account).query(Integer.class).single();
    }

    List<ApiKey> list(UUID account) {
        return jdbc.sql(LIST)
                .param("account", account)
                .query((row, n) -> key(row))
                .list();
    }

    boolean remove(UUID account, UUID id) {
        return jdbc.sql(REMOVE).param("id", id).param("account", account).update() == 1;
    }

    Optional<Used> use(byte[] hash, Instant now) {
        return jdbc.sql(USE)
                .param("hash", hash)
                .param("now", utc(now))
                .query((row, n) -> used(row))
                .optional();
    }

    void touch(UUID id, Instant now) {
        jdbc.sql(TOUCH).param("id", id).param("now", utc(now)).update();
    }

    private static ApiKey key(ResultSet row) throws SQLException {
        return new ApiKey(
                row.getObject("id", UUID.class),
                row.getString("name"),
                row.getString("prefix"),
                texts(row.getArray("scopes")),
                row.getObject("space_id", UUID.class),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                instant(row, "last_used_at"),
                instant(row, "expires_at"),
                null);
    }

    private static Used used(ResultSet row) throws SQLException {
        return new Used(
                row.getObject("id", UUID.class),
                row.getObject("account_id", UUID.class),
                row.getObject("space_id", UUID.class),
                texts(row.getArray("scopes")),
                instant(row, "last_used_at"));
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime utc(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
