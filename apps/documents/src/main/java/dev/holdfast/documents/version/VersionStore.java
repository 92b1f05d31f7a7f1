package dev.holdfast.documents.version;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of versions, and the contents that nothing needs any more. */
@Repository
final class VersionStore {
    private static final String SNAPSHOT = """
            with current as (
                select id, space_id, title, content, content_etag from documents.documents where id = :document
            ), kept as (
                insert into documents.contents (space_id, document_id, etag, content, current_at)
                select space_id, id, content_etag, content, :now from current
                on conflict (document_id, etag) do update set current_at = excluded.current_at
            )
            insert into documents.versions (id, space_id, document_id, title, etag, kind, created_at, created_by)
            select :id, space_id, id, title, content_etag, 'snapshot', :now, :by from current
            """;
    private static final String FIND = """
            select v.id, v.document_id, v.created_at, v.created_by, v.kind, v.title, v.etag, c.content
              from documents.versions v
              join documents.contents c on c.document_id = v.document_id and c.etag = v.etag
             where v.document_id = :document and v.id = :id
            """;
    private static final String LIST = """
            select id, document_id, created_at, created_by, kind, title, etag
              from documents.versions
             where document_id = :document
               and (created_at, id) < (:beforeTime, cast(:beforeId as uuid))
             order by created_at desc, id desc
             limit :limit
            """;
    // Of automatic versions past their age, the newest of each day stays.
    private static final String THIN = """
            delete from documents.versions v
             where v.kind = 'automatic' and v.created_at < :before
               and exists (select from documents.versions later
                            where later.document_id = v.document_id and later.kind = 'automatic'
                              and (later.created_at, later.id) > (v.created_at, v.id)
                              and later.created_at < :before
                              and date_trunc('day', later.created_at at time zone 'UTC')
                                  = date_trunc('day', v.created_at at time zone 'UTC'))
            """;
    private static final String DROP_BASES = """
            delete from documents.contents c
             where c.current_at < :before
               and not exists (select from documents.versions v where v.document_id = c.document_id and v.etag = c.etag)
            """;

    private static final UUID LAST = new UUID(-1, -1);

    private final JdbcClient jdbc;

    VersionStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void snapshot(UUID id, UUID document, @Nullable UUID by, Instant now) {
        jdbc.sql(SNAPSHOT)
                .param("id", id)
                .param("document", document)
                .param("by", by)
                .param("now", utc(now))
                .update();
    }

    Optional<Version> find(UUID document, UUID id) {
        return jdbc.sql(FIND)
                .param("document", document)
                .param("id", id)
                .query((row, n) -> version(row, row.getString("content")))
                .optional();
    }

    List<Version> list(UUID document, @Nullable Instant afterTime, @Nullable UUID afterId, int limit) {
        return jdbc.sql(LIST)
                .param("document", document)
                .param("beforeTime", afterTime == null ? OffsetDateTime.MAX : utc(afterTime))
                .param("beforeId", afterId == null ? LAST : afterId)
                .param("limit", limit)
                .query((row, n) -> version(row, null))
                .list();
    }

    /** Thins automatic versions older than {@code before}; returns how many went. */
    int thin(Instant before) {
        return jdbc.sql(THIN).param("before", utc(before)).update();
    }

    /** Drops contents that no version names and that were current last before {@code before}; returns how many went. */
    int dropBases(Instant before) {
        return jdbc.sql(DROP_BASES).param("before", utc(before)).update();
    }

    private static Version version(ResultSet row, @Nullable String content) throws SQLException {
        return new Version(
                row.getObject("id", UUID.class),
                row.getObject("document_id", UUID.class),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("created_by", UUID.class),
                row.getString("kind"),
                row.getString("title"),
                row.getString("etag"),
                content);
    }

    private static OffsetDateTime utc(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
