package dev.holdfast.platform.identity.secondfactor;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Sign-ins that wait for their second step. */
@Repository
final class SecondStepStore {
    private static final String FORGET = """
            delete from platform.second_steps
             where hash in (select hash from platform.second_steps
                             where expires_at <= :now order by expires_at limit 20 for update skip locked)
            """;
    private static final String ADD = """
            insert into platform.second_steps (hash, account_id, expires_at) values (:hash, :account, :expires)
            """;
    private static final String FIND = """
            select account_id from platform.second_steps where hash = :hash and expires_at > :now for update
            """;
    private static final String FAIL = """
            update platform.second_steps set failures = failures + 1 where hash = :hash
            """;
    private static final String SPENT = """
            delete from platform.second_steps where hash = :hash and failures >= :max
            """;
    private static final String REMOVE = """
            delete from platform.second_steps where account_id = :account
            """;

    private final JdbcClient jdbc;

    SecondStepStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void add(byte[] hash, UUID account, Instant now, Instant expires) {
        jdbc.sql(FORGET).param("now", utc(now)).update();
        jdbc.sql(ADD)
                .param("hash", hash)
                .param("account", account)
                .param("expires", utc(expires))
                .update();
    }

    /** Whose sign-in waits, held against other answers until the transaction ends. */
    Optional<UUID> find(byte[] hash, Instant now) {
        return jdbc.sql(FIND)
                .param("hash", hash)
                .param("now", utc(now))
                .query(UUID.class)
                .optional();
    }

    /** Counts a wrong code; after so many the sign-in has to begin again. */
    void fail(byte[] hash, int failuresMax) {
        jdbc.sql(FAIL).param("hash", hash).update();
        jdbc.sql(SPENT).param("hash", hash).param("max", failuresMax).update();
    }

    /** Ends all that wait for an account. */
    void remove(UUID account) {
        jdbc.sql(REMOVE).param("account", account).update();
    }

    private static OffsetDateTime utc(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
