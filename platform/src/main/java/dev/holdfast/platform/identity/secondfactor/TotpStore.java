package dev.holdfast.platform.identity.secondfactor;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The sealed secrets of authenticator apps. */
@Repository
final class TotpStore {
    private static final String ENABLED = """
            select exists (select from platform.totp where account_id = :account and confirmed_at is not null)
            """;
    private static final String BEGIN = """
            insert into platform.totp as t (account_id, sealed, created_at) values (:account, :sealed, :now)
            on conflict (account_id) do update
               set sealed = excluded.sealed, created_at = excluded.created_at, last_step = 0
             where t.confirmed_at is null
            """;
    private static final String FIND = """
            select account_id as account, sealed, confirmed_at is not null as confirmed from platform.totp where account_id = :account
            """;
    private static final String TAKE = """
            update platform.totp
               set last_step = :step, confirmed_at = coalesce(confirmed_at, :now)
             where account_id = :account and last_step < :step
            """;
    private static final String REMOVE = """
            delete from platform.totp where account_id = :account and confirmed_at is not null
            """;
    private static final String DUE = """
            select account_id as account, sealed, confirmed_at is not null as confirmed
              from platform.totp
             where substring(sealed for :length) <> :prefix
             order by account_id
             limit :limit
               for update skip locked
            """;
    private static final String RESEAL = """
            update platform.totp set sealed = :sealed where account_id = :account
            """;

    private final JdbcClient jdbc;

    TotpStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A secret as it lies in the database. */
    record Row(UUID account, byte[] sealed, boolean confirmed) {}

    boolean enabled(UUID account) {
        return jdbc.sql(ENABLED).param("account", account).query(Boolean.class).single();
    }

    /** Keeps a secret that waits for its first code; false when a confirmed one is there. */
    boolean begin(UUID account, byte[] sealed, Instant now) {
        return jdbc.sql(BEGIN)
                        .param("account", account)
                        .param("sealed", sealed)
                        .param("now", utc(now))
                        .update()
                == 1;
    }

    Optional<Row> find(UUID account) {
        return jdbc.sql(FIND)
                .param("account", account)
                .query((row, n) -> row(row))
                .optional();
    }

    /** Takes the code of a time step, which confirms the secret; false when it, or a later one, was taken before. */
    boolean take(UUID account, long step, Instant now) {
        return jdbc.sql(TAKE)
                        .param("account", account)
                        .param("step", step)
                        .param("now", utc(now))
                        .update()
                == 1;
    }

    boolean remove(UUID account) {
        return jdbc.sql(REMOVE).param("account", account).update() == 1;
    }

    /** Secrets that don't begin with the prefix, held until the transaction ends. */
    List<Row> due(byte[] prefix, int limit) {
        return jdbc.sql(DUE)
                .param("prefix", prefix)
                .param("length", prefix.length)
                .param("limit", limit)
                .query((row, n) -> row(row))
                .list();
    }

    void reseal(UUID account, byte[] sealed) {
        jdbc.sql(RESEAL).param("account", account).param("sealed", sealed).update();
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(row.getObject("account", UUID.class), row.getBytes("sealed"), row.getBoolean("confirmed"));
    }

    private static OffsetDateTime utc(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
