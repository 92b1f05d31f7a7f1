package dev.holdfast.platform.blobs.collect;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What the collector asks and changes, over all owners. */
@Repository
final class CollectorStore {
    private static final String ABANDON = """
            update platform.blobs
               set deleted_at = :now, purge_at = :purge
             where space_id is null and account_id is null and state = 'stored' and deleted_at is null
            """;
    private static final String OF_CLOSED_ACCOUNTS = """
            select b.id
              from platform.blobs b
              join platform.accounts a on a.id = b.account_id and a.deleted_at is not null
             where b.state in ('pending', 'stored') and (b.purge_at is null or b.purge_at > :now)
             order by b.id
             limit :limit
            """;
    private static final String CLOSE_USAGE = """
            delete from platform.blob_usage u
             where not exists (select from platform.spaces s where s.id = u.owner_id)
               and not exists (select from platform.accounts a where a.id = u.owner_id)
            """;
    private static final String PENDING = """
            select id from platform.blobs where id = any (cast(:ids as uuid[])) and state = 'pending'
            """;
    private static final String GIVE_UP_COPIES = """
            delete from platform.blob_copies where started_at < :before
            """;
    private static final String NAMED = """
            select object_key from platform.blobs where object_key = any (cast(:keys as text[]))
             union all
            select object_key from platform.blob_copies where object_key = any (cast(:keys as text[]))
            """;
    private static final String BEGIN_PURGE = """
            update platform.blobs
               set state = 'purging'
             where id in (select b.id from platform.blobs b
                           where b.state = 'stored' and b.purge_at <= :now
                           order by b.purge_at
                           limit :limit
                             for update skip locked)
            """;
    private static final String PURGING = """
            select object_key from platform.blobs where state = 'purging' order by purge_at limit :limit
            """;
    private static final String END_PURGE = """
            update platform.blobs
               set state = 'gone', object_key = null, file_name = ''
             where state = 'purging' and object_key = any (cast(:keys as text[]))
            """;
    private static final String FORGET = """
            delete from platform.blobs where state in ('refused', 'expired') and created_at < :before
            """;

    private final JdbcClient jdbc;

    CollectorStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Deletes the blobs of owners that are gone, and their sums. */
    int abandon(Instant now, Instant purge) {
        var unused = jdbc.sql(CLOSE_USAGE).update();
        return jdbc.sql(ABANDON).param("now", at(now)).param("purge", at(purge)).update();
    }

    /** What people have left here who closed their accounts. */
    List<UUID> ofClosedAccounts(Instant now, int limit) {
        return jdbc.sql(OF_CLOSED_ACCOUNTS)
                .param("now", at(now))
                .param("limit", limit)
                .query((row, n) -> row.getObject("id", UUID.class))
                .list();
    }

    Set<UUID> pending(Collection<UUID> ids) {
        return Set.copyOf(jdbc.sql(PENDING)
                .param("ids", ids.toArray(UUID[]::new))
                .query(UUID.class)
                .list());
    }

    int giveUpCopies(Instant before) {
        return jdbc.sql(GIVE_UP_COPIES).param("before", at(before)).update();
    }

    /** Those of the keys that a row names. */
    Set<String> named(Collection<String> keys) {
        return Set.copyOf(jdbc.sql(NAMED)
                .param("keys", keys.toArray(String[]::new))
                .query(String.class)
                .list());
    }

    int beginPurge(Instant now, int limit) {
        return jdbc.sql(BEGIN_PURGE).param("now", at(now)).param("limit", limit).update();
    }

    List<String> purging(int limit) {
        return jdbc.sql(PURGING)
                .param("limit", limit)
                .query((row, n) -> row.getString("object_key"))
                .list();
    }

    void endPurge(Collection<String> keys) {
        var unused =
                jdbc.sql(END_PURGE).param("keys", keys.toArray(String[]::new)).update();
    }

    /** Deletes rows that never had bytes. */
    int forget(Instant before) {
        return jdbc.sql(FORGET).param("before", at(before)).update();
    }

    private static OffsetDateTime at(Instant time) {
        return OffsetDateTime.ofInstant(time, ZoneOffset.UTC);
    }
}
