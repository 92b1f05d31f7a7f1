package dev.holdfast.platform.changes.sync;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the feed of the spaces that the actor sees. */
@Repository
final class SyncStore {
    private static final String EPOCH = """
            select epoch from platform.feed
            """;
    private static final String PENDING = """
            select exists (select from platform.marks where space_id = any (:spaces))
            """;
    private static final String SPACES = """
            select s.id, s.kind, s.name, cast(s.settings as text) as settings, s.created_at, s.updated_at,
                   coalesce(h.head, 0) as head, coalesce(h.horizon, 0) as horizon, h.horizon_at,
                   c.version, c.op, c.etag, c.at
              from platform.spaces s
              left join platform.heads h on h.space_id = s.id
              left join lateral (
                   select version, op, etag, at from platform.changes
                    where space_id = s.id and entity = 'space' and record_id = s.id limit 1) c on true
             where s.id = any (:spaces)
            """;
    private static final String ROWS = """
            select c.space_id, c.entity, c.record_id, c.version, c.op, c.etag, c.at
              from unnest(cast(:spaces as uuid[]), cast(:after as bigint[])) with ordinality as w (space_id, after, place)
             cross join lateral (
                   select * from platform.changes f
                    where f.space_id = w.space_id and f.version > w.after and f.entity = any (:kinds)
                    order by f.version
                    limit :limit) c
             order by w.place, c.version
             limit :limit
            """;
    private static final String MARKS = """
            select distinct on (space_id, entity, record_id) space_id, entity, record_id, op, etag
              from platform.marks
             where space_id = any (:spaces)
             order by space_id, entity, record_id, mark desc
            """;
    private static final String TALLIES = """
            select space_id, sum(live) as live, cast(bit_xor(checksum) as text) as checksum
              from platform.tallies
             where space_id = any (:spaces) and entity = any (:kinds)
             group by space_id
            """;
    private static final String STARTS = """
            select space_id, min(version) - 1 as position
              from platform.changes
             where space_id = any (:spaces) and at >= :from
             group by space_id
            """;
    private static final String MEMBERS = """
            select m.account_id, a.email, m.role
              from platform.members m join platform.accounts a on a.id = m.account_id
             where m.space_id = :space and m.account_id = any (:accounts)
            """;
    private static final int BINARY = 2;

    private final JdbcClient jdbc;

    SyncStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A space as the reader's snapshot shows it.
     *
     * @param head the highest version of its feed
     * @param horizon the highest version of a purged tombstone
     * @param settings what the app keeps with the space, as JSON
     * @param horizonAt the latest time of a purged tombstone
     * @param row the change of its own row in its feed; null when it never left one
     */
    record SpaceState(
            UUID id,
            String kind,
            String name,
            String settings,
            Instant createdAt,
            Instant updatedAt,
            long head,
            long horizon,
            @Nullable Instant horizonAt,
            @Nullable FeedRow row) {}

    /** Number and checksum of live records. */
    record Sum(long count, BigInteger checksum) {
        static final Sum NOTHING = new Sum(0, BigInteger.ZERO);
    }

    UUID epoch() {
        return jdbc.sql(EPOCH).query(UUID.class).single();
    }

    /** Whether marks of these spaces wait for their numbers. */
    boolean pending(Collection<UUID> spaces) {
        return jdbc.sql(PENDING)
                .param("spaces", array(spaces))
                .query(Boolean.class)
                .single();
    }

    Map<UUID, SpaceState> spaces(Collection<UUID> spaces) {
        Map<UUID, SpaceState> found = new HashMap<>();
        jdbc.sql(SPACES).param("spaces", array(spaces)).query(row -> {
            SpaceState space = space(row);
            found.put(space.id(), space);
        });
        return found;
    }

    /** The changes behind each space's position, space by space in the order of the entries. */
    List<FeedRow> rows(List<CursorEntry> entries, Collection<String> kinds, int limit) {
        return jdbc.sql(ROWS)
                .param("spaces", entries.stream().map(CursorEntry::space).toArray(UUID[]::new))
                .param("after", entries.stream().map(CursorEntry::position).toArray(Long[]::new))
                .param("kinds", kinds.toArray(String[]::new))
                .param("limit", limit)
                .query((row, n) -> feedRow(row))
                .list();
    }

    /** The last mark of each record that waits for its number. */
    Map<FeedRow.Key, FeedRow.Pending> marks(Collection<UUID> spaces) {
        Map<FeedRow.Key, FeedRow.Pending> marks = new HashMap<>();
        jdbc.sql(MARKS).param("spaces", array(spaces)).query(row -> {
            marks.put(key(row), new FeedRow.Pending(isLive(row), row.getString("etag")));
        });
        return marks;
    }

    Map<UUID, Sum> tallies(Collection<UUID> spaces, Collection<String> kinds) {
        Map<UUID, Sum> tallies = new HashMap<>();
        jdbc.sql(TALLIES)
                .param("spaces", array(spaces))
                .param("kinds", kinds.toArray(String[]::new))
                .query(row -> {
                    Sum sum = new Sum(row.getLong("live"), new BigInteger(row.getString("checksum"), BINARY));
                    tallies.put(row.getObject("space_id", UUID.class), sum);
                });
        return tallies;
    }

    /** The position before the first change at or after an instant; spaces without one are left out. */
    Map<UUID, Long> starts(Collection<UUID> spaces, Instant from) {
        Map<UUID, Long> starts = new HashMap<>();
        jdbc.sql(STARTS)
                .param("spaces", array(spaces))
                .param("from", OffsetDateTime.ofInstant(from, ZoneOffset.UTC))
                .query(row -> {
                    starts.put(row.getObject("space_id", UUID.class), row.getLong("position"));
                });
        return starts;
    }

    Map<UUID, MemberRecords.MemberData> members(UUID space, Collection<UUID> accounts) {
        Map<UUID, MemberRecords.MemberData> members = new HashMap<>();
        jdbc.sql(MEMBERS)
                .param("space", space)
                .param("accounts", array(accounts))
                .query(row -> {
                    UUID account = row.getObject("account_id", UUID.class);
                    members.put(
                            account,
                            new MemberRecords.MemberData(account, row.getString("email"), row.getString("role")));
                });
        return members;
    }

    private static UUID[] array(Collection<UUID> ids) {
        return ids.toArray(UUID[]::new);
    }

    private static SpaceState space(ResultSet row) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        OffsetDateTime horizonAt = row.getObject("horizon_at", OffsetDateTime.class);
        FeedRow own = row.getObject("version") == null
                ? null
                : new FeedRow(
                        new FeedRow.Key(id, "space", id),
                        row.getLong("version"),
                        isLive(row),
                        row.getString("etag"),
                        at(row, "at"));
        return new SpaceState(
                id,
                row.getString("kind"),
                row.getString("name"),
                row.getString("settings"),
                at(row, "created_at"),
                at(row, "updated_at"),
                row.getLong("head"),
                row.getLong("horizon"),
                horizonAt == null ? null : horizonAt.toInstant(),
                own);
    }

    private static FeedRow feedRow(ResultSet row) throws SQLException {
        return new FeedRow(key(row), row.getLong("version"), isLive(row), row.getString("etag"), at(row, "at"));
    }

    private static FeedRow.Key key(ResultSet row) throws SQLException {
        return new FeedRow.Key(
                row.getObject("space_id", UUID.class), row.getString("entity"), row.getObject("record_id", UUID.class));
    }

    private static boolean isLive(ResultSet row) throws SQLException {
        return row.getString("op").equals("upsert");
    }

    private static Instant at(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
