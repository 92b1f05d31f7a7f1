package dev.holdfast.platform.db;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** A transaction's first statement, which says to PostgreSQL who acts, and its last, which leaves the marks. */
@Repository
final class EntryStore {
    private static final String ENTER_ACCOUNT = """
            select e.ok, e.admin, e.spaces, e.roles,
                   set_config('role', 'holdfast_app', true),
                   set_config('holdfast.user', cast(:account as text), true),
                   set_config('holdfast.spaces', cast(e.spaces as text), true)
              from platform.enter(cast(:account as uuid), cast(:session as uuid), cast(:only as uuid), :now) e
            """;
    private static final String ENTER_NOBODY = """
            select set_config('role', 'holdfast_app', true),
                   set_config('holdfast.user', '', true),
                   set_config('holdfast.spaces', '', true)
            """;
    private static final String ENTER_SYSTEM = """
            select set_config('role', 'holdfast_worker', true),
                   set_config('holdfast.user', '', true),
                   set_config('holdfast.spaces', '', true)
            """;
    private static final String MARK = """
            insert into platform.marks (space_id, entity, record_id, op, etag, at)
            select s, e, r, o, t, :now
              from unnest(cast(:spaces as uuid[]), cast(:entities as text[]), cast(:records as uuid[]),
                          cast(:operations as text[]), cast(:etags as text[])) as m (s, e, r, o, t)
            """;

    private final JdbcClient jdbc;

    EntryStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Throws UNAUTHENTICATED when the account is gone, or its session was revoked or has expired. */
    Entry enter(Actor actor, Instant now) {
        if (actor.account() == null) {
            return switch (actor.kind()) {
                case SYSTEM -> nobody(ENTER_SYSTEM);
                default -> nobody(ENTER_NOBODY);
            };
        }
        return jdbc.sql(ENTER_ACCOUNT)
                .param("account", actor.account().toString())
                .param(
                        "session",
                        actor.session() == null ? null : actor.session().toString())
                .param(
                        "only",
                        actor.onlySpace() == null ? null : actor.onlySpace().toString())
                .param("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .query((row, n) -> entry(row))
                .single();
    }

    void mark(List<Change> changes, Instant now) {
        jdbc.sql(MARK)
                .param("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .param("spaces", changes.stream().map(Change::space).toArray(UUID[]::new))
                .param("entities", changes.stream().map(Change::entity).toArray(String[]::new))
                .param("records", changes.stream().map(Change::record).toArray(UUID[]::new))
                .param("operations", changes.stream().map(c -> operation(c)).toArray(String[]::new))
                .param("etags", changes.stream().map(Change::etag).toArray(String[]::new))
                .update();
    }

    private Entry nobody(String sql) {
        jdbc.sql(sql).query().singleRow();
        return Entry.NOBODY;
    }

    private static String operation(Change change) {
        return switch (change.operation()) {
            case UPSERT -> "upsert";
            case DELETE -> "delete";
        };
    }

    private static Entry entry(ResultSet row) throws SQLException {
        if (!row.getBoolean("ok")) {
            throw new Problem(Code.UNAUTHENTICATED, "The session has ended. Sign in again.");
        }
        UUID[] spaces = (UUID[]) array(row.getArray("spaces"));
        String[] roles = (String[]) array(row.getArray("roles"));
        Map<UUID, String> bySpace = new HashMap<>();
        for (int i = 0; i < spaces.length; i++) {
            bySpace.put(spaces[i], roles[i]);
        }
        return new Entry(row.getBoolean("admin"), Map.copyOf(bySpace));
    }

    private static Object array(Array array) throws SQLException {
        return array.getArray();
    }
}
