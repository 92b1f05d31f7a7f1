package dev.holdfast.documents.transfer;

import dev.holdfast.documents.archive.ArchivedAttachment;
import dev.holdfast.documents.archive.ArchivedDocument;
import dev.holdfast.documents.archive.ArchivedVersion;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What an archive is made of, and the archives that were made. */
@Repository
final class ExportStore {
    /** The archive gives each entry its name itself. */
    private static final String UNNAMED = "unnamed";

    private static final String DOCUMENTS = """
            select id, title, content_type, created_at, updated_at, content_etag
              from documents.documents
             where space_id = :workspace and not deleted
             limit :limit
            """;
    private static final String VERSIONS = """
            select v.id, v.document_id, v.kind, v.title, v.created_at, v.etag
              from documents.versions v
              join documents.documents d on d.id = v.document_id
             where v.space_id = :workspace and not d.deleted
             limit :limit
            """;
    private static final String ATTACHMENTS = """
            select a.id, a.document_id, a.blob_id, a.file_name, a.content_type, a.created_at, a.size_bytes, a.sha256
              from documents.attachments a
              left join documents.documents d on d.id = a.document_id
             where a.space_id = :workspace and not coalesce(d.deleted, false)
             limit :limit
            """;
    private static final String FOLDERS = """
            select f.path
              from documents.folders f
             where f.space_id = :workspace
               and not exists (select from documents.documents d
                                where d.space_id = f.space_id and not d.deleted and starts_with(d.title, f.path || '/'))
               and not exists (select from documents.attachments a
                                where a.space_id = f.space_id and starts_with(a.file_name, f.path || '/'))
            """;
    private static final String TEXTS = """
            with found as (
              select w.n, coalesce(d.content, c.content) as content,
                     sum(octet_length(coalesce(d.content, c.content))) over (order by w.n) as bytes
                from unnest(cast(:documents as uuid[]), cast(:etags as text[])) with ordinality as w (document, etag, n)
                left join documents.documents d on d.id = w.document and d.content_etag = w.etag
                left join documents.contents c on c.document_id = w.document and c.etag = w.etag and d.id is null
            )
            select n, content from found where content is not null and (n = 1 or bytes <= :bytes)
            """;
    private static final String INSERT = """
            insert into documents.exports (id, account_id, blob_id, token_hash, created_at, expires_at)
            values (:id, :account, :blob, :token, :now, :expires)
            """;
    private static final String OPEN = """
            select blob_id from documents.exports where token_hash = :token and expires_at > :now
            """;
    private static final String DROP_EXPIRED = """
            delete from documents.exports
             where id in (select id from documents.exports where expires_at <= :now limit 500)
            returning blob_id
            """;

    private final JdbcClient jdbc;

    ExportStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A workspace's live documents with their versions, at most {@code limit} of each. */
    List<ArchivedDocument> documents(UUID workspace, int limit) {
        Map<UUID, List<ArchivedVersion>> versions = new HashMap<>();
        jdbc.sql(VERSIONS).param("workspace", workspace).param("limit", limit).query((RowCallbackHandler)
                row -> versions.computeIfAbsent(row.getObject("document_id", UUID.class), id -> new ArrayList<>())
                        .add(new ArchivedVersion(
                                row.getObject("id", UUID.class),
                                row.getString("kind"),
                                row.getString("title"),
                                instant(row, "created_at"),
                                row.getString("etag"))));
        return jdbc.sql(DOCUMENTS)
                .param("workspace", workspace)
                .param("limit", limit)
                .query((row, n) -> document(row, versions))
                .list();
    }

    /** Its files, and under the same ids where their bytes are. */
    Files files(UUID workspace, int limit) {
        List<ArchivedAttachment> attachments = new ArrayList<>();
        Map<UUID, UUID> blobs = new HashMap<>();
        jdbc.sql(ATTACHMENTS)
                .param("workspace", workspace)
                .param("limit", limit)
                .query((RowCallbackHandler) row -> {
                    UUID id = row.getObject("id", UUID.class);
                    blobs.put(id, row.getObject("blob_id", UUID.class));
                    attachments.add(new ArchivedAttachment(
                            id,
                            row.getObject("document_id", UUID.class),
                            row.getString("file_name"),
                            UNNAMED,
                            row.getString("content_type"),
                            instant(row, "created_at"),
                            row.getLong("size_bytes"),
                            row.getString("sha256")));
                });
        return new Files(attachments, blobs);
    }

    /** Files with their blobs. */
    record Files(List<ArchivedAttachment> attachments, Map<UUID, UUID> blobs) {}

    /** The folders in which nothing lies. */
    List<String> emptyFolders(UUID workspace) {
        return jdbc.sql(FOLDERS)
                .param("workspace", workspace)
                .query((row, n) -> row.getString("path"))
                .list();
    }

    /** A content that a document has or had. */
    record Wanted(UUID document, String etag) {}

    /** Contents by their place in what was wanted: the first, if there is one, and of the others as many as fit into so many bytes. */
    Map<Integer, String> texts(List<Wanted> wanted, long bytes) {
        Map<Integer, String> found = new HashMap<>();
        jdbc.sql(TEXTS)
                .param("documents", wanted.stream().map(Wanted::document).toArray(UUID[]::new))
                .param("etags", wanted.stream().map(Wanted::etag).toArray(String[]::new))
                .param("bytes", bytes)
                .query((RowCallbackHandler) row -> found.put(row.getInt("n") - 1, row.getString("content")));
        return found;
    }

    void insert(UUID id, UUID account, UUID blob, byte[] tokenHash, Instant now, Instant expires) {
        var unused = jdbc.sql(INSERT)
                .param("id", id)
                .param("account", account)
                .param("blob", blob)
                .param("token", tokenHash)
                .param("now", utc(now))
                .param("expires", utc(expires))
                .update();
    }

    Optional<UUID> open(byte[] tokenHash, Instant now) {
        return jdbc.sql(OPEN)
                .param("token", tokenHash)
                .param("now", utc(now))
                .query((row, n) -> row.getObject("blob_id", UUID.class))
                .optional();
    }

    /** Forgets some archives that have expired; their blobs. */
    List<UUID> dropExpired(Instant now) {
        return jdbc.sql(DROP_EXPIRED)
                .param("now", utc(now))
                .query((row, n) -> row.getObject("blob_id", UUID.class))
                .list();
    }

    private static ArchivedDocument document(ResultSet row, Map<UUID, List<ArchivedVersion>> versions)
            throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        return new ArchivedDocument(
                id,
                row.getString("title"),
                UNNAMED,
                row.getString("content_type"),
                instant(row, "created_at"),
                instant(row, "updated_at"),
                row.getString("content_etag"),
                versions.getOrDefault(id, List.of()));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime utc(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
