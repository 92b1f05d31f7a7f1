package dev.holdfast.documents.transfer;

import dev.holdfast.documents.archive.ArchivedAttachment;
import dev.holdfast.documents.archive.ArchivedDocument;
import dev.holdfast.documents.archive.ArchivedVersion;
import dev.holdfast.platform.blobs.Blob;
import dev.holdfast.platform.search.Tokens;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Rows as an archive brings them, with the times that they had. Every statement may be run again. */
@Repository
final class ImportStore {
    private static final String FOLDERS = """
            insert into documents.folders (space_id, path)
            select :workspace, path from unnest(cast(:paths as text[])) as f (path)
            on conflict do nothing
            """;
    private static final String DOCUMENT = """
            insert into documents.documents
                   (id, space_id, title, content, content_type, content_etag, created_at, updated_at, updated_by, lexemes)
            values (:id, :workspace, :title, :content, :type, :etag, :created, :updated, :by, cast(:lexemes as tsvector))
            on conflict do nothing
            """;
    private static final String SAME_DOCUMENT = """
            select exists (select from documents.documents
                            where id = :id and space_id = :workspace and not deleted
                              and title = :title and content_type = :type and content_etag = :etag)
            """;
    private static final String CONTENT = """
            insert into documents.contents (space_id, document_id, etag, content, current_at)
            values (:workspace, :document, :etag, :content, :now)
            on conflict (document_id, etag) do nothing
            """;
    private static final String VERSION = """
            insert into documents.versions (id, space_id, document_id, title, etag, kind, created_at, created_by)
            values (:id, :workspace, :document, :title, :etag, :kind, :created, null)
            on conflict (id) do nothing
            """;
    private static final String SAME_VERSION = """
            select exists (select from documents.versions where id = :id and document_id = :document and etag = :etag)
            """;
    private static final String TAKEN = """
            select exists (select from documents.attachments where id = :id)
            """;
    private static final String SAME_ATTACHMENT = """
            select exists (select from documents.attachments
                            where id = :id and space_id = :workspace and sha256 = :sha256 and file_name = :name
                              and document_id is not distinct from cast(:document as uuid))
            """;
    private static final String ATTACHMENT = """
            insert into documents.attachments
                   (id, space_id, document_id, blob_id, file_name, content_type, size_bytes, sha256, created_by, created_at)
            values (:id, :workspace, :document, :blob, :name, :type, :size, :sha256, :by, :created)
            """;

    private final JdbcClient jdbc;

    ImportStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void folders(UUID workspace, List<String> paths) {
        var unused = jdbc.sql(FOLDERS)
                .param("workspace", workspace)
                .param("paths", paths.toArray(String[]::new))
                .update();
    }

    boolean insert(UUID id, UUID workspace, ArchivedDocument document, String content, @Nullable UUID by) {
        return jdbc.sql(DOCUMENT)
                        .param("id", id)
                        .param("workspace", workspace)
                        .param("title", document.title())
                        .param("content", content)
                        .param("type", document.contentType())
                        .param("etag", document.etag())
                        .param("created", utc(document.createdAt()))
                        .param("updated", utc(document.updatedAt()))
                        .param("by", by)
                        .param(
                                "lexemes",
                                Tokens.vector(document.title(), content).text())
                        .update()
                == 1;
    }

    boolean isThere(UUID id, UUID workspace, ArchivedDocument document) {
        return jdbc.sql(SAME_DOCUMENT)
                .param("id", id)
                .param("workspace", workspace)
                .param("title", document.title())
                .param("type", document.contentType())
                .param("etag", document.etag())
                .query(Boolean.class)
                .single();
    }

    void content(UUID workspace, UUID document, String etag, String content, Instant now) {
        var unused = jdbc.sql(CONTENT)
                .param("workspace", workspace)
                .param("document", document)
                .param("etag", etag)
                .param("content", content)
                .param("now", utc(now))
                .update();
    }

    boolean insert(UUID id, UUID workspace, UUID document, ArchivedVersion version) {
        return jdbc.sql(VERSION)
                        .param("id", id)
                        .param("workspace", workspace)
                        .param("document", document)
                        .param("title", version.title())
                        .param("etag", version.etag())
                        .param("kind", version.kind())
                        .param("created", utc(version.createdAt()))
                        .update()
                == 1;
    }

    boolean isThere(UUID id, UUID document, ArchivedVersion version) {
        return jdbc.sql(SAME_VERSION)
                .param("id", id)
                .param("document", document)
                .param("etag", version.etag())
                .query(Boolean.class)
                .single();
    }

    /** Whether an attachment's id is taken in any workspace: for the program's own transactions. */
    boolean isTaken(UUID id) {
        return jdbc.sql(TAKEN).param("id", id).query(Boolean.class).single();
    }

    boolean isThere(UUID id, UUID workspace, @Nullable UUID document, ArchivedAttachment attachment) {
        return jdbc.sql(SAME_ATTACHMENT)
                .param("id", id)
                .param("workspace", workspace)
                .param("document", document)
                .param("name", attachment.name())
                .param("sha256", attachment.sha256())
                .query(Boolean.class)
                .single();
    }

    /** Where an attachment belongs. */
    record Place(UUID id, UUID workspace, @Nullable UUID document) {}

    void insert(Place place, ArchivedAttachment attachment, Blob blob, @Nullable UUID by) {
        var unused = jdbc.sql(ATTACHMENT)
                .param("id", place.id())
                .param("workspace", place.workspace())
                .param("document", place.document())
                .param("blob", blob.id())
                .param("name", attachment.name())
                .param("type", attachment.contentType())
                .param("size", blob.size())
                .param("sha256", blob.digest())
                .param("by", by)
                .param("created", utc(attachment.createdAt()))
                .update();
    }

    private static OffsetDateTime utc(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
