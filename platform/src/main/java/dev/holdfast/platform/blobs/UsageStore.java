package dev.holdfast.platform.blobs;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The sums by owner. Each change is one statement under the row's lock, so they are exact whoever tries at once. */
@Repository
final class UsageStore {
    private static final String OPEN = """
            insert into platform.blob_usage (owner_id) values (:owner) on conflict do nothing
            """;
    private static final String RESERVE = """
            update platform.blob_usage
               set reserved_bytes = reserved_bytes + :bytes
             where owner_id = :owner and used_bytes + reserved_bytes + :bytes <= :quota
            """;
    private static final String RELEASE = """
            update platform.blob_usage set reserved_bytes = reserved_bytes - :bytes where owner_id = :owner
            """;
    private static final String USE = """
            update platform.blob_usage
               set used_bytes = used_bytes + :bytes
             where owner_id = :owner and used_bytes + reserved_bytes + :bytes <= :quota
            """;
    private static final String FREE = """
            update platform.blob_usage set used_bytes = used_bytes - :bytes where owner_id = :owner
            """;
    private static final String FIND = """
            select used_bytes, reserved_bytes from platform.blob_usage where owner_id = :owner
            """;
    private static final String DIFFERENCES = """
            with counted as (
                select coalesce(space_id, account_id) as owner_id,
                       coalesce(sum(size_bytes) filter (where state = 'stored' and deleted_at is null), 0) as used_bytes,
                       coalesce(sum(reserved_bytes), 0) as reserved_bytes
                  from platform.blobs
                 where coalesce(space_id, account_id) is not null
                 group by 1
            )
            select coalesce(c.owner_id, u.owner_id) as owner,
                   coalesce(u.used_bytes, 0) as used, coalesce(u.reserved_bytes, 0) as reserved,
                   coalesce(c.used_bytes, 0) as used_counted, coalesce(c.reserved_bytes, 0) as reserved_counted
              from counted c full join platform.blob_usage u on u.owner_id = c.owner_id
             where coalesce(u.used_bytes, 0) <> coalesce(c.used_bytes, 0)
                or coalesce(u.reserved_bytes, 0) <> coalesce(c.reserved_bytes, 0)
             order by 1
            """;

    private final JdbcClient jdbc;

    UsageStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Reserves bytes; false when they don't fit. */
    boolean reserve(UUID owner, long bytes, long quota) {
        var unused = jdbc.sql(OPEN).param("owner", owner).update();
        return changed(RESERVE, owner, bytes, quota);
    }

    void release(UUID owner, long bytes) {
        var unused =
                jdbc.sql(RELEASE).param("owner", owner).param("bytes", bytes).update();
    }

    /** Counts bytes as used; false when they don't fit. */
    boolean use(UUID owner, long bytes, long quota) {
        var unused = jdbc.sql(OPEN).param("owner", owner).update();
        return changed(USE, owner, bytes, quota);
    }

    void free(UUID owner, long bytes) {
        var unused = jdbc.sql(FREE).param("owner", owner).param("bytes", bytes).update();
    }

    /** What an owner uses and has reserved; nothing of either when it never had any. */
    Quotas.Usage find(UUID owner) {
        return jdbc.sql(FIND)
                .param("owner", owner)
                .query((row, n) -> new Quotas.Usage(row.getLong("used_bytes"), row.getLong("reserved_bytes")))
                .optional()
                .orElse(new Quotas.Usage(0, 0));
    }

    List<Quotas.Difference> differences() {
        return jdbc.sql(DIFFERENCES)
                .query((row, n) -> new Quotas.Difference(
                        row.getObject("owner", UUID.class),
                        new Quotas.Usage(row.getLong("used"), row.getLong("reserved")),
                        new Quotas.Usage(row.getLong("used_counted"), row.getLong("reserved_counted"))))
                .list();
    }

    private boolean changed(String sql, UUID owner, long bytes, long quota) {
        return jdbc.sql(sql)
                        .param("owner", owner)
                        .param("bytes", bytes)
                        .param("quota", quota)
                        .update()
                == 1;
    }
}
