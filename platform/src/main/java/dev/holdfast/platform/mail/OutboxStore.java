package dev.holdfast.platform.mail;

import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.secrets.SealedColumn;
import dev.holdfast.platform.secrets.Sealer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of messages. People's transactions only add some; the program's own read and send them. */
@Repository
final class OutboxStore implements SealedColumn {
    private static final String INSERT = """
            insert into platform.outbox (id, recipient, sealed, status, next_at, at)
            values (:id, :recipient, :sealed, 'waiting', :now, :now)
            """;
    private static final String LEASE = """
            update platform.outbox o
               set next_at = :until, attempts = o.attempts + 1
             where o.id in (select id from platform.outbox
                             where status = 'waiting' and next_at <= :now
                             order by next_at
                             limit :limit
                               for update skip locked)
            returning o.*
            """;
    private static final String SENT = """
            update platform.outbox set status = 'sent', sent_at = :now, last_error = null where id = :id
            """;
    private static final String FAILED = """
            update platform.outbox set status = :status, last_error = :error, next_at = :next where id = :id
            """;
    private static final String LIST = """
            select * from platform.outbox
             where cast(:beforeAt as timestamptz) is null
                or (at, id) < (cast(:beforeAt as timestamptz), cast(:beforeId as uuid))
             order by at desc, id desc
             limit :limit
            """;
    private static final String FORGET = """
            delete from platform.outbox where status <> 'waiting' and at < :before
            """;
    private static final String STALE = """
            select id, sealed from platform.outbox
             where substring(sealed from 1 for 6) <> :prefix
             order by id
             limit :limit
               for update skip locked
            """;
    private static final String RESEAL = """
            update platform.outbox set sealed = :sealed where id = :id
            """;

    private final JdbcClient jdbc;

    OutboxStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A message as its row holds it. */
    record Waiting(UUID id, String recipient, byte[] sealed, String status, int attempts, Instant at) {}

    void insert(UUID id, String recipient, byte[] sealed, Instant now) {
        jdbc.sql(INSERT)
                .param("id", id)
                .param("recipient", recipient)
                .param("sealed", sealed)
                .param("now", at(now))
                .update();
    }

    /** Takes messages that are due, for a time in which no other node takes them. */
    List<Waiting> lease(int limit, Instant now, Instant until) {
        return jdbc.sql(LEASE)
                .param("limit", limit)
                .param("now", at(now))
                .param("until", at(until))
                .query((row, n) -> message(row))
                .list();
    }

    void sent(UUID id, Instant now) {
        jdbc.sql(SENT).param("id", id).param("now", at(now)).update();
    }

    void failed(UUID id, String status, String error, Instant next) {
        jdbc.sql(FAILED)
                .param("id", id)
                .param("status", status)
                .param("error", error)
                .param("next", at(next))
                .update();
    }

    List<Waiting> list(@Nullable Instant beforeAt, @Nullable UUID beforeId, int limit) {
        return jdbc.sql(LIST)
                .param("beforeAt", beforeAt == null ? null : at(beforeAt))
                .param("beforeId", beforeId)
                .param("limit", limit)
                .query((row, n) -> message(row))
                .list();
    }

    int forget(Instant before) {
        return jdbc.sql(FORGET).param("before", at(before)).update();
    }

    @Override
    public String name() {
        return "platform.outbox.sealed";
    }

    @Override
    public String holds() {
        return "subjects and texts of e-mail";
    }

    @Override
    public int reseal(Tx tx, Sealer sealer, int limit) {
        List<Stale> stale = jdbc.sql(STALE)
                .param("prefix", sealer.currentPrefix())
                .param("limit", limit)
                .query((row, n) -> new Stale(row.getObject("id", UUID.class), row.getBytes("sealed")))
                .list();
        for (Stale row : stale) {
            byte[] sealed = sealer.reseal(row.sealed(), MessageBody.context(row.id()));
            jdbc.sql(RESEAL).param("id", row.id()).param("sealed", sealed).update();
        }
        return stale.size();
    }

    private record Stale(UUID id, byte[] sealed) {}

    private static Waiting message(ResultSet row) throws SQLException {
        return new Waiting(
                row.getObject("id", UUID.class),
                row.getString("recipient"),
                row.getBytes("sealed"),
                row.getString("status"),
                row.getInt("attempts"),
                row.getObject("at", OffsetDateTime.class).toInstant());
    }

    private static OffsetDateTime at(Instant time) {
        return OffsetDateTime.ofInstant(time, ZoneOffset.UTC);
    }
}
