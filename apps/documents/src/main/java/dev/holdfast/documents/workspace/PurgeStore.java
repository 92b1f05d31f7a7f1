package dev.holdfast.documents.workspace;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Workspaces whose time to come back has run out. */
@Repository
final class PurgeStore {
    private static final String DUE = """
            select id from platform.spaces
             where kind = :kind and deleted_at < :before
             order by deleted_at
             limit 100
            """;
    private static final String BLOBS = """
            delete from documents.attachments a
             where a.space_id = :id and exists (select from platform.spaces s where s.id = a.space_id and s.deleted_at < :before)
               and a.id in (select id from documents.attachments where space_id = :id limit 500)
            returning blob_id
            """;
    private static final String PURGE = """
            delete from platform.spaces where id = :id and kind = :kind and deleted_at < :before
            """;

    private final JdbcClient jdbc;

    PurgeStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** At most a hundred at a time. */
    List<UUID> due(Instant before) {
        return jdbc.sql(DUE)
                .param("kind", Workspaces.KIND)
                .param("before", utc(before))
                .query((row, n) -> row.getObject("id", UUID.class))
                .list();
    }

    /** Forgets some of a workspace's attachments, unless it came back; their blobs. */
    List<UUID> dropAttachments(UUID id, Instant before) {
        return jdbc.sql(BLOBS)
                .param("id", id)
                .param("before", utc(before))
                .query((row, n) -> row.getObject("blob_id", UUID.class))
                .list();
    }

    /** Removes a workspace with all that is in it; false when it came back in the meantime. */
    boolean purge(UUID id, Instant before) {
        return jdbc.sql(PURGE)
                        .param("id", id)
                        .param("kind", Workspaces.KIND)
                        .param("before", utc(before))
                        .update()
                == 1;
    }

    private static OffsetDateTime utc(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
