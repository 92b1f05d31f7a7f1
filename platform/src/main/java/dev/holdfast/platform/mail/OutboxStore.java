package dev.holdfast.platform.mail;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of messages. People's transactions only add some; the program's own read and send them. */
@Repository
final class OutboxStore {
    private static final String INSERT = """
            insert into platform.outbox (id, recipient, sealed, status, next_at, at)
            values (:id, :recipient, :sealed, 'waiting', :now, :now)
            """;

    private final JdbcClient jdbc;

    OutboxStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(UUID id, String recipient, byte[] sealed, Instant now) {
        jdbc.sql(INSERT)
                .param("id", id)
                .param("recipient", recipient)
                .param("sealed", sealed)
                .param("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .update();
    }
}
