package dev.holdfast.platform.http.idempotency;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** One row a request with a key: running while it has no answer. */
@Repository
final class RequestStore {
    private static final String BEGIN = """
            insert into platform.idempotent_requests as r (account_id, scope, fingerprint, run, started_at, expires_at)
            values (:account, :scope, :fingerprint, :run, :now, :expires)
            on conflict (account_id, scope) do update
               set fingerprint = excluded.fingerprint, run = excluded.run, started_at = excluded.started_at,
                   expires_at = excluded.expires_at, answer = null
             where r.expires_at <= excluded.started_at
            """;
    private static final String FIND = """
            select fingerprint, answer from platform.idempotent_requests where account_id = :account and scope = :scope
            """;
    private static final String FINISH = """
            update platform.idempotent_requests set answer = :answer, expires_at = :expires
             where account_id = :account and scope = :scope and run = :run
            """;
    private static final String RELEASE = """
            delete from platform.idempotent_requests where account_id = :account and scope = :scope and run = :run
            """;
    private static final String CLEAN = """
            delete from platform.idempotent_requests
             where (account_id, scope) in (select account_id, scope from platform.idempotent_requests
                                            where expires_at <= :now limit :rows)
            """;
    private static final String DUE = """
            select account_id, scope, answer from platform.idempotent_requests
             where substring(answer for :length) <> :prefix
             order by account_id, scope
             limit :limit
               for update skip locked
            """;
    private static final String RESEAL = """
            update platform.idempotent_requests set answer = :sealed where account_id = :account and scope = :scope
            """;

    private final JdbcClient jdbc;

    RequestStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What is known of a request.
     *
     * @param fingerprint what it was about
     * @param answer its sealed answer; null while it runs
     */
    record Known(byte[] fingerprint, byte @Nullable [] answer) {}

    /** An answer that was sealed under an older key. */
    record Due(UUID account, byte[] scope, byte[] sealed) {}

    /** Begins a request; false when one with the same key runs already, or has been answered and isn't expired. */
    boolean begin(UUID account, byte[] scope, byte[] fingerprint, UUID run, Instant now, Instant expires) {
        return jdbc.sql(BEGIN)
                        .param("account", account)
                        .param("scope", scope)
                        .param("fingerprint", fingerprint)
                        .param("run", run)
                        .param("now", at(now))
                        .param("expires", at(expires))
                        .update()
                == 1;
    }

    Optional<Known> find(UUID account, byte[] scope) {
        return jdbc.sql(FIND)
                .param("account", account)
                .param("scope", scope)
                .query((row, n) -> new Known(row.getBytes("fingerprint"), row.getBytes("answer")))
                .optional();
    }

    void finish(UUID account, byte[] scope, UUID run, byte[] answer, Instant expires) {
        jdbc.sql(FINISH)
                .param("account", account)
                .param("scope", scope)
                .param("run", run)
                .param("answer", answer)
                .param("expires", at(expires))
                .update();
    }

    void release(UUID account, byte[] scope, UUID run) {
        jdbc.sql(RELEASE)
                .param("account", account)
                .param("scope", scope)
                .param("run", run)
                .update();
    }

    int clean(Instant now, int rows) {
        return jdbc.sql(CLEAN).param("now", at(now)).param("rows", rows).update();
    }

    /** Answers that don't begin with a prefix, held against others until the transaction ends. */
    List<Due> due(byte[] prefix, int limit) {
        return jdbc.sql(DUE)
                .param("prefix", prefix)
                .param("length", prefix.length)
                .param("limit", limit)
                .query((row, n) ->
                        new Due(row.getObject("account_id", UUID.class), row.getBytes("scope"), row.getBytes("answer")))
                .list();
    }

    void reseal(UUID account, byte[] scope, byte[] sealed) {
        jdbc.sql(RESEAL)
                .param("account", account)
                .param("scope", scope)
                .param("sealed", sealed)
                .update();
    }

    private static OffsetDateTime at(Instant time) {
        return OffsetDateTime.ofInstant(time, ZoneOffset.UTC);
    }
}
