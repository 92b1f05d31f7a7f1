package dev.holdfast.platform.webhooks;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of deliveries, and the records whose making was told. */
@Repository
final class DeliveryStore {
    private static final String INSERT = """
            insert into platform.webhook_deliveries
                (id, space_id, endpoint_id, event_id, event_type, body, status, next_at, created_at)
            values (:id, :space, :endpoint, :event, :type, :body, 'pending', :now, :now)
                on conflict (endpoint_id, event_id) do nothing
            """;
    private static final String LEASE = """
            update platform.webhook_deliveries d
               set next_at = :until, attempt = d.attempt + 1, turn = d.turn + 1, sent_at = :now
             where d.id in (select id from platform.webhook_deliveries
                             where next_at <= :now
                             order by next_at
                             limit :limit
                               for update skip locked)
            returning d.id, d.endpoint_id, d.event_id, d.body, d.attempt, d.turn
            """;
    private static final String ENDED = """
            update platform.webhook_deliveries
               set status = :status, next_at = cast(:next as timestamptz), last_error = cast(:error as text),
                   response_status = cast(:response as int), signature = cast(:signature as text)
             where id = :id and turn = :turn
            """;
    private static final String LIST = """
            select * from platform.webhook_deliveries
             where endpoint_id = :endpoint
               and (cast(:status as text) is null or status = cast(:status as text))
               and (cast(:beforeAt as timestamptz) is null
                    or (created_at, id) < (cast(:beforeAt as timestamptz), cast(:beforeId as uuid)))
             order by created_at desc, id desc
             limit :limit
            """;
    private static final String FIND = """
            select * from platform.webhook_deliveries where id = :id
            """;
    private static final String REPLAY = """
            update platform.webhook_deliveries
               set status = 'pending', attempt = 0, turn = turn + 1, next_at = :now
             where id = :id
            """;
    private static final String FORGET = """
            delete from platform.webhook_deliveries where created_at < :before
            """;
    private static final String LEARN = """
            insert into platform.webhook_known (space_id, entity, record_id)
            select c.space_id, c.entity, c.record_id
              from unnest(cast(:spaces as uuid[]), cast(:entities as text[]), cast(:records as uuid[]))
                   as c (space_id, entity, record_id)
              join platform.spaces s on s.id = c.space_id
             order by c.space_id, c.entity, c.record_id
                on conflict do nothing
            returning space_id, entity, record_id
            """;
    private static final String UNLEARN = """
            delete from platform.webhook_known k
             using unnest(cast(:spaces as uuid[]), cast(:entities as text[]), cast(:records as uuid[]))
                   as c (space_id, entity, record_id)
             where k.space_id = c.space_id and k.entity = c.entity and k.record_id = c.record_id
            returning k.space_id, k.entity, k.record_id
            """;

    private final JdbcClient jdbc;

    DeliveryStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A delivery that is about to be tried.
     *
     * @param turn which of all its tries and replays this is
     */
    record Due(UUID id, UUID endpoint, UUID event, String body, int attempt, long turn) {}

    /** How a try ended. */
    record End(
            String status,
            @Nullable Instant next,
            @Nullable String error,
            @Nullable Integer response,
            @Nullable String signature) {}

    void insert(UUID id, Endpoint endpoint, UUID event, String type, String body, Instant now) {
        jdbc.sql(INSERT)
                .param("id", id)
                .param("space", endpoint.space())
                .param("endpoint", endpoint.id())
                .param("event", event)
                .param("type", type)
                .param("body", body)
                .param("now", at(now))
                .update();
    }

    /** Takes deliveries that are due, for a time in which no other node takes them. */
    List<Due> lease(int limit, Instant now, Instant until) {
        return jdbc.sql(LEASE)
                .param("limit", limit)
                .param("now", at(now))
                .param("until", at(until))
                .query((row, n) -> new Due(
                        row.getObject("id", UUID.class),
                        row.getObject("endpoint_id", UUID.class),
                        row.getObject("event_id", UUID.class),
                        row.getString("body"),
                        row.getInt("attempt"),
                        row.getLong("turn")))
                .list();
    }

    /** Writes down how a try ended, unless the delivery was replayed or tried again meanwhile. */
    void ended(Due due, End end) {
        jdbc.sql(ENDED)
                .param("id", due.id())
                .param("turn", due.turn())
                .param("status", end.status())
                .param("next", end.next() == null ? null : at(end.next()))
                .param("error", end.error())
                .param("response", end.response())
                .param("signature", end.signature())
                .update();
    }

    List<Delivery> list(
            UUID endpoint, @Nullable String status, @Nullable Instant beforeAt, @Nullable UUID beforeId, int limit) {
        return jdbc.sql(LIST)
                .param("endpoint", endpoint)
                .param("status", status)
                .param("beforeAt", beforeAt == null ? null : at(beforeAt))
                .param("beforeId", beforeId)
                .param("limit", limit)
                .query((row, n) -> delivery(row))
                .list();
    }

    Optional<Delivery> find(UUID id) {
        return jdbc.sql(FIND).param("id", id).query((row, n) -> delivery(row)).optional();
    }

    void replay(UUID id, Instant now) {
        jdbc.sql(REPLAY).param("id", id).param("now", at(now)).update();
    }

    int forget(Instant before) {
        return jdbc.sql(FORGET).param("before", at(before)).update();
    }

    /** Remembers that the making of records was told. Returns those of which it is news. */
    Set<Events.Known> learn(List<Events.Changed> changes) {
        return known(LEARN, changes);
    }

    /** Forgets records. Returns those that were known. */
    Set<Events.Known> unlearn(List<Events.Changed> changes) {
        return known(UNLEARN, changes);
    }

    private Set<Events.Known> known(String sql, List<Events.Changed> changes) {
        if (changes.isEmpty()) {
            return Set.of();
        }
        return jdbc.sql(sql)
                .param("spaces", changes.stream().map(Events.Changed::space).toArray(UUID[]::new))
                .param("entities", changes.stream().map(Events.Changed::entity).toArray(String[]::new))
                .param("records", changes.stream().map(Events.Changed::record).toArray(UUID[]::new))
                .query((row, n) -> new Events.Known(
                        row.getObject("space_id", UUID.class),
                        row.getString("entity"),
                        row.getObject("record_id", UUID.class)))
                .set();
    }

    private static Delivery delivery(ResultSet row) throws SQLException {
        return new Delivery(
                row.getObject("id", UUID.class),
                row.getObject("endpoint_id", UUID.class),
                row.getObject("event_id", UUID.class),
                row.getString("event_type"),
                row.getString("status"),
                row.getInt("attempt"),
                row.getString("last_error"),
                row.getObject("response_status", Integer.class),
                row.getString("signature"),
                instant(row, "sent_at"),
                instant(row, "next_at"),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime at(Instant time) {
        return OffsetDateTime.ofInstant(time, ZoneOffset.UTC);
    }
}
