package dev.holdfast.platform.identity.passkey;

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

/** The rows of passkeys. */
@Repository
final class PasskeyStore {
    private static final String ADD = """
            insert into platform.passkeys (id, account_id, credential_id, user_handle, attested, sign_count, backup_eligible,
                                           backed_up, transports, name, created_at)
            values (:id, :account, :credential, :handle, :attested, :count, :eligible, :backed, :transports, :name, :now)
            on conflict (credential_id) do nothing
            """;
    private static final String LOCK = """
            select id from platform.passkeys where account_id = :account order by id for update
            """;
    private static final String LIST = """
            select id, name, created_at, last_used_at, backed_up
              from platform.passkeys
             where account_id = :account
             order by id
            """;
    private static final String STORED = """
            select id, account_id, credential_id, user_handle, attested, sign_count, backup_eligible, backed_up, transports
              from platform.passkeys
             where account_id = :account
             order by id
            """;
    private static final String BY_CREDENTIAL = """
            select id, account_id, credential_id, user_handle, attested, sign_count, backup_eligible, backed_up, transports
              from platform.passkeys
             where credential_id = :credential
            """;
    private static final String USE = """
            update platform.passkeys set sign_count = :next, backed_up = :backed, last_used_at = :now
             where id = :id and sign_count = :count
            """;
    private static final String RENAME = """
            update platform.passkeys set name = :name
             where id = :id and account_id = :account
            returning id, name, created_at, last_used_at, backed_up
            """;
    private static final String REMOVE = """
            delete from platform.passkeys where id = :id and account_id = :account
            """;

    private final JdbcClient jdbc;

    PasskeyStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A passkey as signatures are checked against it. */
    record Stored(
            UUID id,
            UUID account,
            byte[] credentialId,
            byte[] userHandle,
            byte[] attested,
            long signCount,
            boolean backupEligible,
            boolean backedUp,
            List<String> transports) {}

    /** False when the credential is there already. */
    boolean add(Passkey passkey, UUID account, byte @Nullable [] userHandle, CredentialCheck.Made made) {
        return jdbc.sql(ADD)
                        .param("id", passkey.id())
                        .param("account", account)
                        .param("credential", made.credentialId())
                        .param("handle", userHandle)
                        .param("attested", made.attested())
                        .param("count", made.signCount())
                        .param("eligible", made.backupEligible())
                        .param("backed", made.backedUp())
                        .param("transports", made.transports().toArray(String[]::new))
                        .param("name", passkey.name())
                        .param("now", utc(passkey.createdAt()))
                        .update()
                == 1;
    }

    /** Holds an account's passkeys, so that two removals at once don't take the last two. */
    void lock(UUID account) {
        jdbc.sql(LOCK).param("account", account).query().listOfRows();
    }

    List<Passkey> list(UUID account) {
        return jdbc.sql(LIST)
                .param("account", account)
                .query((row, n) -> passkey(row))
                .list();
    }

    List<Stored> stored(UUID account) {
        return jdbc.sql(STORED)
                .param("account", account)
                .query((row, n) -> stored(row))
                .list();
    }

    Optional<Stored> byCredential(byte[] credentialId) {
        return jdbc.sql(BY_CREDENTIAL)
                .param("credential", credentialId)
                .query((row, n) -> stored(row))
                .optional();
    }

    /** Notes a use; false when the passkey is gone or was used in the meantime. */
    boolean use(Stored key, CredentialCheck.Used used, Instant now) {
        return jdbc.sql(USE)
                        .param("id", key.id())
                        .param("count", key.signCount())
                        .param("next", used.signCount())
                        .param("backed", used.backedUp())
                        .param("now", utc(now))
                        .update()
                == 1;
    }

    Optional<Passkey> rename(UUID account, UUID id, String name) {
        return jdbc.sql(RENAME)
                .param("id", id)
                .param("account", account)
                .param("name", name)
                .query((row, n) -> passkey(row))
                .optional();
    }

    boolean remove(UUID account, UUID id) {
        return jdbc.sql(REMOVE).param("id", id).param("account", account).update() == 1;
    }

    private static Passkey passkey(ResultSet row) throws SQLException {
        OffsetDateTime used = row.getObject("last_used_at", OffsetDateTime.class);
        return new Passkey(
                row.getObject("id", UUID.class),
                row.getString("name"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                used == null ? null : used.toInstant(),
                row.getBoolean("backed_up"));
    }

    private static Stored stored(ResultSet row) throws SQLException {
        Array transports = row.getArray("transports");
        return new Stored(
                row.getObject("id", UUID.class),
                row.getObject("account_id", UUID.class),
                row.getBytes("credential_id"),
                row.getBytes("user_handle"),
                row.getBytes("attested"),
                row.getLong("sign_count"),
                row.getBoolean("backup_eligible"),
                row.getBoolean("backed_up"),
                List.of((String[]) transports.getArray()));
    }

    private static OffsetDateTime utc(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
