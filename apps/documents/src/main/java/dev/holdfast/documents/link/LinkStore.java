package dev.holdfast.documents.link;

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

/** The rows of links. */
@Repository
final class LinkStore {
    private static final UUID LAST = new UUID(-1, -1);

    private static final String INSERT = """
            insert into documents.links (id, space_id, document_id, token_hash, created_by, created_at, expires_at)
            values (:id, :workspace, :document, :token, :by, :now, cast(:expires as timestamptz))
            """;
    private static final String COUNT = """
            select count(*) from documents.links
             where document_id = :document and revoked_at is null and (expires_at is null or expires_at > :now)
            """;
    private static final String LIST = """
            select id, document_id, created_at, expires_at, revoked_at, views
              from documents.links
             where document_id = :document and id < cast(:before as uuid)
             order by id desc
             limit :limit
            """;
    private static final String REVOKE = """
            update documents.links set revoked_at = coalesce(revoked_at, :now) where document_id = :document and id = :id
            """;
    private static final String FIND = """
            select l.id, l.revoked_at is null and (l.expires_at is null or l.expires_at > :now)
                             and not d.deleted and s.deleted_at is null as open,
                   d.id as document_id, d.space_id, d.title, d.content, d.content_type, d.content_etag, d.deleted,
                   d.created_at, d.updated_at
              from documents.links l
              join documents.documents d on d.id = l.document_id
              join platform.spaces s on s.id = l.space_id
             where l.token_hash = :token
            """;
    private static final String COUNT_VIEW = """
            update documents.links set views = views + 1 where id = :id
            """;

    private final JdbcClient jdbc;

    LinkStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What a token leads to; {@code open} is false when it isn't to be shown any more. */
    record Opened(UUID link, boolean open, SharedDocument document) {}

    void insert(Link link, UUID workspace, byte[] tokenHash, @Nullable UUID by) {
        var unused = jdbc.sql(INSERT)
                .param("id", link.id())
                .param("workspace", workspace)
                .param("document", link.documentId())
                .param("token", tokenHash)
                .param("by", by)
                .param("now", utc(link.createdAt()))
                .param("expires", link.expiresAt() == null ? null : utc(link.expiresAt()))
                .update();
    }

    /** How many links of a document open it now. */
    int count(UUID document, Instant now) {
        return jdbc.sql(COUNT)
                .param("document", document)
                .param("now", utc(now))
                .query(Integer.class)
                .single();
    }

    List<Link> list(UUID document, @Nullable UUID before, int limit) {
        return jdbc.sql(LIST)
                .param("document", document)
                .param("before", before == null ? LAST : before)
                .param("limit", limit)
                .query((row, n) -> new Link(
                        row.getObject("id", UUID.class),
                        row.getObject("document_id", UUID.class),
                        null,
                        null,
                        row.getObject("created_at", OffsetDateTime.class).toInstant(),
                        instant(row, "expires_at"),
                        instant(row, "revoked_at"),
                        row.getLong("views")))
                .list();
    }

    boolean revoke(UUID document, UUID id, Instant now) {
        return jdbc.sql(REVOKE)
                        .param("document", document)
                        .param("id", id)
                        .param("now", utc(now))
                        .update()
                == 1;
    }

    Optional<Opened> find(byte[] tokenHash, Instant now) {
        return jdbc.sql(FIND)
                .param("token", tokenHash)
                .param("now", utc(now))
                .query((row, n) -> new Opened(
                        row.getObject("id", UUID.class),
                        row.getBoolean("open"),
                        new SharedDocument(
                                row.getObject("document_id", UUID.class),
                                row.getObject("space_id", UUID.class),
                                row.getString("title"),
                                row.getString("content"),
                                row.getString("content_type"),
                                row.getString("content_etag"),
                                row.getBoolean("deleted"),
                                row.getObject("created_at", OffsetDateTime.class)
                                        .toInstant(),
                                row.getObject("updated_at", OffsetDateTime.class)
                                        .toInstant())))
                .optional();
    }

    void countView(UUID id) {
        var unused = jdbc.sql(COUNT_VIEW).param("id", id).update();
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime utc(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
