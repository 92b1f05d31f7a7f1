package dev.holdfast.platform.changes;

import dev.holdfast.platform.db.Change.Operation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of the feed. All of it but {@link #heads} needs the program's own actor. */
@Repository
final class FeedStore {
    private static final long LOCK_KEY = 0x686f_6c64_6665_6564L;

    private static final String LOCK = """
            select set_config('lock_timeout', '5s', true), pg_advisory_xact_lock(:key)
            """;
    private static final String NUMBER = """
            with taken as materialized (
                delete from platform.marks
                 where mark in (select mark from platform.marks order by mark limit :max)
                returning mark, space_id, entity, record_id, op, etag, at
            ), latest as materialized (
                select distinct on (space_id, entity, record_id) *
                  from taken
                 order by space_id, entity, record_id, mark desc
            ), placed as materialized (
                select l.*,
                       count(*) over (partition by space_id) as news,
                       row_number() over (partition by space_id order by mark) as place,
                       row_number() over (order by space_id, mark) as turn
                  from latest l
            ), moved as materialized (
                update platform.feed
                   set seq = seq + (select count(*) from latest)
                 where exists (select from latest)
                returning seq - (select count(*) from latest) as base
            ), raised as materialized (
                insert into platform.heads as h (space_id, head)
                select space_id, count(*) from latest group by space_id order by space_id
                on conflict (space_id) do update set head = h.head + excluded.head
                returning space_id, head
            ), numbered as materialized (
                select p.space_id, p.entity, p.record_id, p.op, p.etag, p.at,
                       r.head - p.news + p.place as version,
                       m.base + p.turn as seq,
                       old.op as old_op, old.etag as old_etag, old.version as old_version
                  from placed p
                  join raised r on r.space_id = p.space_id
                 cross join moved m
                  left join lateral (
                       select c.op, c.etag, c.version
                         from platform.changes c
                        where c.space_id = p.space_id and c.entity = p.entity and c.record_id = p.record_id
                        limit 1) old on true
            ), tallied as (
                insert into platform.tallies as t (space_id, entity, live, checksum)
                select space_id, entity,
                       count(*) filter (where op = 'upsert') - count(*) filter (where old_op = 'upsert'),
                       bit_xor(case when op = 'upsert' then platform.fingerprint(entity, record_id, version, etag)
                                    else cast(0 as bit(256)) end
                               # case when old_op = 'upsert' then platform.fingerprint(entity, record_id, old_version, old_etag)
                                    else cast(0 as bit(256)) end)
                  from numbered
                 group by space_id, entity
                 order by space_id, entity
                on conflict (space_id, entity)
                do update set live = t.live + excluded.live, checksum = t.checksum # excluded.checksum
            ), stored as (
                insert into platform.changes (space_id, entity, record_id, version, seq, op, etag, at)
                select space_id, entity, record_id, version, seq, op, etag, at from numbered order by seq
                on conflict (space_id, entity, record_id)
                do update set version = excluded.version, seq = excluded.seq, op = excluded.op, etag = excluded.etag,
                              at = excluded.at
            )
            select 'taken' as what, cast(null as uuid) as id, count(*) as number from taken
            union all
            select 'head', space_id, head from raised
            union all
            select 'account', record_id, 0 from numbered where entity = 'member'
            """;
    private static final String NOTIFY = """
            select pg_notify(:channel, :payload)
            """;
    private static final String STATE = """
            select seq, exists (select from platform.marks) as pending from platform.feed
            """;
    private static final String EPOCH = """
            select epoch from platform.feed
            """;
    private static final String NEW_EPOCH = """
            update platform.feed set epoch = gen_random_uuid() returning epoch
            """;
    private static final String HEADS = """
            select space_id, head from platform.heads where space_id = any (:spaces)
            """;
    private static final String AFTER = """
            select seq, space_id, entity, record_id, op, etag, version, at
              from platform.changes
             where seq > :seq
             order by seq
             limit :limit
            """;
    private static final String PURGE = """
            with gone as (
                delete from platform.changes
                 where (space_id, entity, record_id) in (
                       select space_id, entity, record_id
                         from platform.changes
                        where op = 'delete' and at < :before
                          and seq <= coalesce((select min(seq) from platform.followers), 9223372036854775807)
                        order by at
                        limit :max)
                returning space_id, version, at
            ), top as (
                select space_id, max(version) as version, max(at) as at from gone group by space_id order by space_id
            ), raised as (
                update platform.heads h
                   set horizon = greatest(h.horizon, top.version), horizon_at = greatest(h.horizon_at, top.at)
                  from top
                 where h.space_id = top.space_id
            )
            select count(*) from gone
            """;
    private static final String FORGET_MUTATIONS = """
            delete from platform.sync_mutations where at < :before
            """;
    private static final String ERASE_MARKS = "delete from platform.marks where space_id = :space";
    private static final String ERASE_CHANGES = "delete from platform.changes where space_id = :space";
    private static final String ERASE_TALLIES = "delete from platform.tallies where space_id = :space";
    private static final String ERASE_HEAD = "delete from platform.heads where space_id = :space";
    private static final String ENROL = """
            insert into platform.followers (name, seq, updated_at) values (:name, 0, :now) on conflict (name) do nothing
            """;
    private static final String TAKE_PLACE = """
            select seq from platform.followers where name = :name for update skip locked
            """;
    private static final String MOVE_PLACE = """
            update platform.followers set seq = :seq, updated_at = :now where name = :name
            """;
    private static final String FORGET = """
            delete from platform.followers where name = :name
            """;

    private final JdbcClient jdbc;

    FeedStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The last number over all spaces, and whether marks wait. */
    record State(long seq, boolean pending) {}

    /** What a round did, and how many marks it took. */
    record Numbered(Round round, long taken) {}

    /** Waits at most 5 s until no other round runs; later statements see what was committed before. */
    void lock() {
        jdbc.sql(LOCK).param("key", LOCK_KEY).query().singleRow();
    }

    /** Numbers the oldest committed marks, at most {@code max}. Call {@link #lock()} before. */
    Numbered number(int max) {
        Map<UUID, Long> heads = new HashMap<>();
        Set<UUID> accounts = new HashSet<>();
        long[] taken = new long[1];
        jdbc.sql(NUMBER).param("max", max).query(row -> {
            switch (row.getString("what")) {
                case "head" -> heads.put(row.getObject("id", UUID.class), row.getLong("number"));
                case "account" -> accounts.add(row.getObject("id", UUID.class));
                default -> taken[0] = row.getLong("number");
            }
        });
        return new Numbered(new Round(true, heads, accounts), taken[0]);
    }

    void notify(String payload) {
        jdbc.sql(NOTIFY)
                .param("channel", Notices.CHANNEL)
                .param("payload", payload)
                .query()
                .singleRow();
    }

    State state() {
        return jdbc.sql(STATE)
                .query((row, n) -> new State(row.getLong("seq"), row.getBoolean("pending")))
                .single();
    }

    UUID epoch() {
        return jdbc.sql(EPOCH).query(UUID.class).single();
    }

    UUID newEpoch() {
        return jdbc.sql(NEW_EPOCH).query(UUID.class).single();
    }

    Map<UUID, Long> heads(Collection<UUID> spaces) {
        Map<UUID, Long> heads = new HashMap<>();
        jdbc.sql(HEADS).param("spaces", spaces.toArray(UUID[]::new)).query(row -> {
            heads.put(row.getObject("space_id", UUID.class), row.getLong("head"));
        });
        return heads;
    }

    List<FeedChange> after(long seq, int limit) {
        return jdbc.sql(AFTER)
                .param("seq", seq)
                .param("limit", limit)
                .query((row, n) -> change(row))
                .list();
    }

    /** Removes tombstones that were left before an instant, at most {@code max}; answers how many. */
    int purge(Instant before, int max) {
        return jdbc.sql(PURGE)
                .param("before", utc(before))
                .param("max", max)
                .query(Integer.class)
                .single();
    }

    int forgetMutations(Instant before) {
        return jdbc.sql(FORGET_MUTATIONS).param("before", utc(before)).update();
    }

    void erase(UUID space) {
        for (String sql : List.of(ERASE_MARKS, ERASE_CHANGES, ERASE_TALLIES, ERASE_HEAD)) {
            jdbc.sql(sql).param("space", space).update();
        }
    }

    void enrol(String name, Instant now) {
        jdbc.sql(ENROL).param("name", name).param("now", utc(now)).update();
    }

    /** The follower's place, held until the transaction ends; empty while another node holds it. */
    Optional<Long> takePlace(String name) {
        return jdbc.sql(TAKE_PLACE).param("name", name).query(Long.class).optional();
    }

    void movePlace(String name, long seq, Instant now) {
        jdbc.sql(MOVE_PLACE)
                .param("name", name)
                .param("seq", seq)
                .param("now", utc(now))
                .update();
    }

    void forget(String name) {
        jdbc.sql(FORGET).param("name", name).update();
    }

    private static FeedChange change(ResultSet row) throws SQLException {
        return new FeedChange(
                row.getLong("seq"),
                row.getObject("space_id", UUID.class),
                row.getString("entity"),
                row.getObject("record_id", UUID.class),
                row.getString("op").equals("delete") ? Operation.DELETE : Operation.UPSERT,
                row.getString("etag"),
                row.getLong("version"),
                row.getObject("at", OffsetDateTime.class).toInstant());
    }

    private static OffsetDateTime utc(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
