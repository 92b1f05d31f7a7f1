package dev.holdfast.documents.document;

import dev.holdfast.documents.workspace.Workspaces;
import dev.holdfast.platform.search.TextVector;
import dev.holdfast.platform.search.Tokens;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of documents, and of the contents that they had. */
@Repository
final class DocumentStore {
    private static final String INSERT = """
            insert into documents.documents
                   (id, space_id, title, content, content_type, content_etag, created_at, updated_at, updated_by, lexemes)
            select :id, :workspace, :title, :content, :type, :etag, cast(:now as timestamptz), cast(:now as timestamptz),
                   cast(:by as uuid), cast(:lexemes as tsvector)
             where exists (select from platform.spaces where id = :workspace and kind = :kind)
                on conflict do nothing
            """;
    private static final String FIND = """
            select id, space_id, title, content, content_type, content_etag, deleted, created_at, updated_at, updated_by
              from documents.documents
             where id = :id
            """;
    private static final String FIND_ALL = """
            select id, space_id, title, content, content_type, content_etag, deleted, created_at, updated_at, updated_by
              from documents.documents
             where id = any (:ids) and not deleted
            """;
    private static final String SIZES = """
            select id, octet_length(content) as bytes from documents.documents where id = any (:ids) and not deleted
            """;
    // One statement, so that an update costs one round trip: the base row is locked and compared, the content that it
    // had is
    // kept as a merge base, a version is made of it when the last one is old enough or the title is about to be lost,
    // and the row is replaced. Nothing happens when the base isn't current.
    private static final String REPLACE = """
            with base as materialized (
                select id, space_id, title, content, content_etag, updated_by
                  from documents.documents
                 where id = :id and not deleted
                   and (:any or content_etag = any (:etags))
                   and (cast(:baseTitle as text) is null or title = cast(:baseTitle as text))
                   and (content_etag <> :etag or title <> :title or content_type <> coalesce(:type, content_type))
                   for update
            ), kept as (
                insert into documents.contents (space_id, document_id, etag, content, current_at)
                select space_id, id, content_etag, content, :now from base
                on conflict (document_id, etag) do update set current_at = excluded.current_at
                returning etag
            ), version as (
                insert into documents.versions (id, space_id, document_id, title, etag, kind, created_at, created_by)
                select :version, base.space_id, base.id, base.title, kept.etag, 'automatic', :now, base.updated_by
                  from base, kept
                 where base.title <> :title
                    or not exists (select from documents.versions v
                                    where v.document_id = base.id and v.created_at > :versionedAfter)
            )
            update documents.documents d
               set title = :title, content = :content, content_type = coalesce(:type, d.content_type), content_etag = :etag,
                   updated_at = :now, updated_by = :by, lexemes = cast(:lexemes as tsvector)
              from base
             where d.id = base.id
            returning d.id, d.space_id, d.title, d.content_type, d.deleted, d.created_at, d.updated_at, d.updated_by
            """;
    private static final String LOCK = """
            select id from documents.documents where id = :id for update
            """;
    private static final String DELETE = """
            update documents.documents
               set deleted = true, updated_at = :now, updated_by = :by
             where id = :id and not deleted and (:any or content_etag = any (:etags))
            """;
    private static final String RESTORE = """
            update documents.documents
               set deleted = false, updated_at = :now, updated_by = :by
             where id = :id and deleted
            """;
    private static final String ATTACHMENTS = """
            select id, sha256 from documents.attachments where document_id = :id
            """;
    private static final String BASE = """
            select content from documents.contents where document_id = :id and etag = any (:etags) limit 1
            """;
    private static final String LIST = """
            select id, space_id, title, content_type, content_etag, deleted, created_at, updated_at, updated_by
              from documents.documents
             where space_id = :workspace and deleted = :deleted
               and (updated_at, id) < (:beforeTime, cast(:beforeId as uuid))
             order by updated_at desc, id desc
             limit :limit
            """;
    private static final String SEARCH = """
            select d.id, d.space_id, d.title, left(d.content, 100000) as content, d.content_type, d.content_etag, d.deleted,
                   d.created_at, d.updated_at, d.updated_by, h.rank
              from documents.search(:workspace, :query, :deleted) h
              join documents.documents d on d.id = h.id
             where (h.rank, d.id) < (cast(:belowRank as float8), cast(:belowId as uuid))
             order by h.rank desc, d.id desc
             limit :limit
            """;

    private final JdbcClient jdbc;

    DocumentStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What a replacement changes and what it demands. */
    record Replacement(
            UUID id,
            Content content,
            @Nullable String contentType,
            boolean any,
            List<String> etags,
            @Nullable String baseTitle,
            UUID version,
            Instant versionedAfter) {}

    /** A search hit: a document whose content may be cut, and how well it fits. */
    record Hit(Document document, double rank) {}

    boolean insert(UUID id, UUID workspace, Content content, @Nullable UUID by, Instant now) {
        return jdbc.sql(INSERT)
                        .param("id", id)
                        .param("workspace", workspace)
                        .param("kind", Workspaces.KIND)
                        .param("title", content.title())
                        .param("content", content.text())
                        .param("type", content.contentType())
                        .param("etag", content.etag())
                        .param("lexemes", lexemes(content))
                        .param("by", by)
                        .param("now", utc(now))
                        .update()
                == 1;
    }

    Optional<Document> find(UUID id) {
        return jdbc.sql(FIND)
                .param("id", id)
                .query((row, n) -> document(row, row.getString("content")))
                .optional();
    }

    List<Document> findAll(Collection<UUID> ids) {
        return jdbc.sql(FIND_ALL)
                .param("ids", ids.toArray(UUID[]::new))
                .query((row, n) -> document(row, row.getString("content")))
                .list();
    }

    /** The contents' sizes in bytes. */
    Map<UUID, Long> sizes(Collection<UUID> ids) {
        Map<UUID, Long> sizes = new HashMap<>();
        jdbc.sql(SIZES).param("ids", ids.toArray(UUID[]::new)).query((RowCallbackHandler)
                row -> sizes.put(row.getObject("id", UUID.class), row.getLong("bytes")));
        return sizes;
    }

    /** Holds a document as it is until the transaction ends. */
    void lock(UUID id) {
        jdbc.sql(LOCK).param("id", id).query(UUID.class).optional();
    }

    Optional<Document> replace(Replacement wanted, @Nullable UUID by, Instant now) {
        Content content = wanted.content();
        return jdbc.sql(REPLACE)
                .param("id", wanted.id())
                .param("any", wanted.any())
                .param("etags", wanted.etags().toArray(String[]::new))
                .param("baseTitle", wanted.baseTitle())
                .param("version", wanted.version())
                .param("versionedAfter", utc(wanted.versionedAfter()))
                .param("title", content.title())
                .param("content", content.text())
                .param("type", wanted.contentType())
                .param("etag", content.etag())
                .param("lexemes", lexemes(content))
                .param("by", by)
                .param("now", utc(now))
                .query((row, n) -> new Document(
                        row.getObject("id", UUID.class),
                        row.getObject("space_id", UUID.class),
                        content.title(),
                        content.text(),
                        row.getString("content_type"),
                        content.etag(),
                        false,
                        instant(row, "created_at"),
                        instant(row, "updated_at"),
                        by))
                .optional();
    }

    boolean delete(UUID id, boolean any, List<String> etags, @Nullable UUID by, Instant now) {
        return jdbc.sql(DELETE)
                        .param("id", id)
                        .param("any", any)
                        .param("etags", etags.toArray(String[]::new))
                        .param("by", by)
                        .param("now", utc(now))
                        .update()
                == 1;
    }

    boolean restore(UUID id, @Nullable UUID by, Instant now) {
        return jdbc.sql(RESTORE)
                        .param("id", id)
                        .param("by", by)
                        .param("now", utc(now))
                        .update()
                == 1;
    }

    /** The document's attachments with their hashes: they come and go with it. */
    Map<UUID, String> attachments(UUID id) {
        Map<UUID, String> hashes = new HashMap<>();
        jdbc.sql(ATTACHMENTS).param("id", id).query((RowCallbackHandler)
                row -> hashes.put(row.getObject("id", UUID.class), row.getString("sha256")));
        return hashes;
    }

    /** A content that the document had under one of these etags, while it is still kept. */
    Optional<String> base(UUID id, List<String> etags) {
        return jdbc.sql(BASE)
                .param("id", id)
                .param("etags", etags.toArray(String[]::new))
                .query(String.class)
                .optional();
    }

    /** Documents that were written before the row with these keys. */
    List<DocumentSummary> list(UUID workspace, boolean deleted, After after, int limit) {
        return jdbc.sql(LIST)
                .param("workspace", workspace)
                .param("deleted", deleted)
                .param("beforeTime", after.time() == null ? OffsetDateTime.MAX : utc(after.time()))
                .param("beforeId", after.id())
                .param("limit", limit)
                .query((row, n) -> new DocumentSummary(
                        row.getObject("id", UUID.class),
                        row.getObject("space_id", UUID.class),
                        row.getString("title"),
                        row.getString("content_type"),
                        row.getString("content_etag"),
                        row.getBoolean("deleted"),
                        instant(row, "created_at"),
                        instant(row, "updated_at"),
                        row.getObject("updated_by", UUID.class),
                        null))
                .list();
    }

    /** Documents that fit the query worse than the row with these keys. */
    List<Hit> search(UUID workspace, String tsquery, boolean deleted, After after, int limit) {
        return jdbc.sql(SEARCH)
                .param("workspace", workspace)
                .param("query", tsquery)
                .param("deleted", deleted)
                .param("belowRank", after.rank())
                .param("belowId", after.id())
                .param("limit", limit)
                .query((row, n) -> new Hit(document(row, row.getString("content")), row.getDouble("rank")))
                .list();
    }

    private static String lexemes(Content content) {
        TextVector vector = Tokens.vector(content.title(), content.text());
        return vector.text();
    }

    private static Document document(ResultSet row, String content) throws SQLException {
        return new Document(
                row.getObject("id", UUID.class),
                row.getObject("space_id", UUID.class),
                row.getString("title"),
                content,
                row.getString("content_type"),
                row.getString("content_etag"),
                row.getBoolean("deleted"),
                instant(row, "created_at"),
                instant(row, "updated_at"),
                row.getObject("updated_by", UUID.class));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime utc(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
