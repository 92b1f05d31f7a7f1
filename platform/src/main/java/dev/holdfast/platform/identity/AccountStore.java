package dev.holdfast.platform.identity;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of accounts. */
@Repository
final class AccountStore {
    private static final String CREATE = """
            insert into platform.accounts (id, email, password_hash, display_name, created_at, updated_at)
            values (:id, :email, :hash, :name, :now, :now)
            on conflict (lower(email)) where deleted_at is null do nothing
            """;
    private static final String FIND = """
            select id, email, email_verified_at, display_name, admin, created_at
              from platform.accounts
             where id = :id and deleted_at is null
            """;
    private static final String CREDENTIALS = """
            select id, email, email_verified_at, display_name, admin, created_at, password_hash
              from platform.accounts
             where id = :id and deleted_at is null
            """;
    private static final String CREDENTIALS_BY_EMAIL = """
            select id, email, email_verified_at, display_name, admin, created_at, password_hash
              from platform.accounts
             where lower(email) = lower(:email) and deleted_at is null
            """;
    private static final String RENAME = """
            update platform.accounts set display_name = :name, updated_at = :now where id = :id and deleted_at is null
            """;
    private static final String SET_PASSWORD = """
            update platform.accounts set password_hash = :hash, updated_at = :now where id = :id and deleted_at is null
            """;
    private static final String SET_EMAIL = """
            update platform.accounts a set email = :email, email_verified_at = :now, updated_at = :now
             where a.id = :id and a.deleted_at is null
               and not exists (select from platform.accounts o
                                where lower(o.email) = lower(:email) and o.deleted_at is null and o.id <> :id)
            """;
    private static final String SET_ADMIN = """
            update platform.accounts set admin = :admin, updated_at = :now
             where lower(email) = lower(:email) and deleted_at is null
            returning id
            """;
    private static final String ANY_ADMIN = """
            select exists (select from platform.accounts where admin and deleted_at is null)
            """;
    private static final String DELETE = """
            update platform.accounts set deleted_at = :now, updated_at = :now where id = :id and deleted_at is null
            """;
    private static final String END_SESSIONS = """
            update platform.sessions set revoked_at = :now, revoked_why = 'account deleted'
             where account_id = :id and revoked_at is null
            """;
    private static final String DROP_KEYS = """
            delete from platform.api_keys where account_id = :id
            """;
    private static final String SOLELY_OWNED = """
            select s.name
              from platform.members mine
              join platform.spaces s on s.id = mine.space_id
             where mine.account_id = :id and lower(mine.role) = 'owner' and s.deleted_at is null
               and exists (select from platform.members o where o.space_id = s.id and o.account_id <> :id)
               and not exists (select from platform.members o
                                where o.space_id = s.id and o.account_id <> :id and lower(o.role) = 'owner')
             order by s.name, s.id
             limit 1
            """;
    private static final String HAS_PASSWORD = """
            select platform.has_password(:id)
            """;

    private final JdbcClient jdbc;

    AccountStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** False when the address is taken. */
    boolean create(Account account, @Nullable String passwordHash) {
        return jdbc.sql(CREATE)
                        .param("id", account.id())
                        .param("email", account.email())
                        .param("hash", passwordHash)
                        .param("name", account.displayName())
                        .param("now", utc(account.createdAt()))
                        .update()
                == 1;
    }

    Optional<Account> find(UUID id) {
        return jdbc.sql(FIND).param("id", id).query((row, n) -> account(row)).optional();
    }

    Optional<Credentials> credentials(UUID id) {
        return jdbc.sql(CREDENTIALS)
                .param("id", id)
                .query((row, n) -> credentials(row))
                .optional();
    }

    Optional<Credentials> credentials(String email) {
        return jdbc.sql(CREDENTIALS_BY_EMAIL)
                .param("email", email)
                .query((row, n) -> credentials(row))
                .optional();
    }

    boolean rename(UUID id, @Nullable String name, Instant now) {
        return jdbc.sql(RENAME)
                        .param("id", id)
                        .param("name", name)
                        .param("now", utc(now))
                        .update()
                == 1;
    }

    boolean setPassword(UUID id, @Nullable String hash, Instant now) {
        return jdbc.sql(SET_PASSWORD)
                        .param("id", id)
                        .param("hash", hash)
                        .param("now", utc(now))
                        .update()
                == 1;
    }

    /** False when the account is gone or the address is another's. */
    boolean setEmail(UUID id, String email, Instant now) {
        return jdbc.sql(SET_EMAIL)
                        .param("id", id)
                        .param("email", email)
                        .param("now", utc(now))
                        .update()
                == 1;
    }

    Optional<UUID> setAdmin(String email, boolean admin, Instant now) {
        return jdbc.sql(SET_ADMIN)
                .param("email", email)
                .param("admin", admin)
                .param("now", utc(now))
                .query(UUID.class)
                .optional();
    }

    boolean anyAdmin() {
        return jdbc.sql(ANY_ADMIN).query(Boolean.class).single();
    }

    void delete(UUID id, Instant now) {
        jdbc.sql(END_SESSIONS).param("id", id).param("now", utc(now)).update();
        jdbc.sql(DROP_KEYS).param("id", id).update();
        jdbc.sql(DELETE).param("id", id).param("now", utc(now)).update();
    }

    /** The name of a space that has other members, but no other owner. */
    Optional<String> solelyOwned(UUID id) {
        return jdbc.sql(SOLELY_OWNED).param("id", id).query(String.class).optional();
    }

    boolean hasPassword(UUID id) {
        return jdbc.sql(HAS_PASSWORD).param("id", id).query(Boolean.class).single();
    }

    private static Credentials credentials(ResultSet row) throws SQLException {
        return new Credentials(account(row), row.getString("password_hash"));
    }

    private static Account account(ResultSet row) throws SQLException {
        OffsetDateTime verified = row.getObject("email_verified_at", OffsetDateTime.class);
        return new Account(
                row.getObject("id", UUID.class),
                row.getString("email"),
                verified == null ? null : verified.toInstant(),
                row.getString("display_name"),
                row.getBoolean("admin"),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }

    private static OffsetDateTime utc(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
