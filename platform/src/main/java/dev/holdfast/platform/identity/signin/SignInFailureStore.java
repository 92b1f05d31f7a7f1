package dev.holdfast.platform.identity.signin;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of failed sign-ins. */
@Repository
final class SignInFailureStore {
    private static final String BLOCKED = """
            select blocked_until from platform.sign_in_failures where subject = :subject and blocked_until > :now
            """;
    private static final String COUNT = """
            insert into platform.sign_in_failures as f (subject, failures, failed_at) values (:subject, 1, :now)
            on conflict (subject) do update
               set failures = case when f.failed_at < :forgotten then 1 else least(f.failures + 1, 1000) end,
                   failed_at = :now
            returning failures
            """;
    private static final String BLOCK = """
            update platform.sign_in_failures set blocked_until = :until where subject = :subject
            """;
    private static final String CLEAR = """
            delete from platform.sign_in_failures where subject = :subject
            """;
    private static final String FORGET = """
            delete from platform.sign_in_failures
             where subject in (select subject from platform.sign_in_failures
                                where failed_at < :forgotten order by failed_at limit 20 for update skip locked)
            """;
    private static final String LOCK = """
            select pg_advisory_xact_lock(hashtextextended(encode(:subject, 'hex'), 1))
            """;

    private final JdbcClient jdbc;

    SignInFailureStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Lets the answers for one subject come one after the other. */
    void lock(byte[] subject) {
        jdbc.sql(LOCK).param("subject", subject).query().listOfRows();
    }

    Optional<Instant> blockedUntil(byte[] subject, Instant now) {
        return jdbc.sql(BLOCKED)
                .param("subject", subject)
                .param("now", utc(now))
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
    }

    /** Counts one more failure; those before {@code forgotten} don't count any more. */
    int count(byte[] subject, Instant now, Instant forgotten) {
        return jdbc.sql(COUNT)
                .param("subject", subject)
                .param("now", utc(now))
                .param("forgotten", utc(forgotten))
                .query(Integer.class)
                .single();
    }

    void block(byte[] subject, Instant until) {
        jdbc.sql(BLOCK).param("subject", subject).param("until", utc(until)).update();
    }

    void clear(byte[] subject) {
        jdbc.sql(CLEAR).param("subject", subject).update();
    }

    void forget(Instant forgotten) {
        jdbc.sql(FORGET).param("forgotten", utc(forgotten)).update();
    }

    private static OffsetDateTime utc(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
