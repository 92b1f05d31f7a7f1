package dev.holdfast.platform.identity.email;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The hashes of tokens that were mailed. */
@Repository
final class EmailTokenStore {
    private static final String FORGET = """
            delete from platform.email_tokens
             where hash in (select hash from platform.email_tokens
                             where expires_at <= :now order by expires_at limit 20 for update skip locked)
            """;
    private static final String ADD = """
            insert into platform.email_tokens (hash, account_id, purpose, email, created_at, expires_at)
            values (:hash, :account, :purpose, :email, :now, :expires)
            """;
    private static final String FIND = """
            select account_id as account, purpose, email
              from platform.email_tokens
             where hash = :hash and purpose = any (:purposes) and account_id is not null and expires_at > :now
               for update
            """;
    private static final String REMOVE = """
            delete from platform.email_tokens where account_id = :account and purpose = any (:purposes)
            """;

    private final JdbcClient jdbc;

    EmailTokenStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What a token stands for. */
    record Row(UUID account, String purpose, String email) {}

    void add(byte[] hash, @Nullable UUID account, String purpose, String email, Instant now, Instant expires) {
        jdbc.sql(FORGET).param("now", utc(now)).update();
        jdbc.sql(ADD)
                .param("hash", hash)
                .param("account", account)
                .param("purpose", purpose)
                .param("email", email)
                .param("now", utc(now))
                .param("expires", utc(expires))
                .update();
    }

    /** The token, held against other uses until the transaction ends. */
    Optional<Row> find(byte[] hash, List<String> purposes, Instant now) {
        return jdbc.sql(FIND)
                .param("hash", hash)
                .param("purposes", purposes.toArray(String[]::new))
                .param("now", utc(now))
                .query(Row.class)
                .optional();
    }

    void remove(UUID account, List<String> purposes) {
        jdbc.sql(REMOVE)
                .param("account", account)
                .param("purposes", purposes.toArray(String[]::new))
                .update();
    }

    private static OffsetDateTime utc(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
