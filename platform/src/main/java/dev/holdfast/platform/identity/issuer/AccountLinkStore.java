package dev.holdfast.platform.identity.issuer;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows that say who an account is at an outside issuer. */
@Repository
final class AccountLinkStore {
    private static final String FIND = """
            select account_id from platform.account_links where issuer = :issuer and subject = :subject
            """;
    private static final String LOCK = """
            select pg_advisory_xact_lock(hashtextextended(:issuer || ' ' || :subject, 2))
            """;
    private static final String ADD = """
            insert into platform.account_links (issuer, subject, account_id, created_at)
            values (:issuer, :subject, :account, :now)
            on conflict (issuer, subject) do update set account_id = excluded.account_id, created_at = excluded.created_at
            """;
    private static final String COUNT = """
            select count(*) from platform.account_links where account_id = :account
            """;

    private final JdbcClient jdbc;

    AccountLinkStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<UUID> find(String issuer, String subject) {
        return jdbc.sql(FIND)
                .param("issuer", issuer)
                .param("subject", subject)
                .query(UUID.class)
                .optional();
    }

    /** Lets one transaction after the other look whether a person needs an account. */
    void lock(String issuer, String subject) {
        jdbc.sql(LOCK).param("issuer", issuer).param("subject", subject).query().listOfRows();
    }

    void add(String issuer, String subject, UUID account, Instant now) {
        jdbc.sql(ADD)
                .param("issuer", issuer)
                .param("subject", subject)
                .param("account", account)
                .param("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .update();
    }

    int count(UUID account) {
        return jdbc.sql(COUNT).param("account", account).query(Integer.class).single();
    }
}
