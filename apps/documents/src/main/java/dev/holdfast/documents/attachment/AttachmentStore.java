package dev.holdfast.documents.attachment;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of attachments. */
@Repository
final class AttachmentStore {
    private static final UUID FIRST = new UUID(0, 0);

    private static final String INSERT = """
            insert into documents.attachments
                   (id, space_id, document_id, blob_id, file_name, content_type, size_bytes, sha256, created_by, created_at)
            values (:id, :workspace, :document, :blob, :name, :type, :size, :sha256, :by, :now)
            """;
    private static final String FIND = """
            select a.id, a.space_id, a.document_id, a.blob_id, a.file_name, a.content_type, a.size_bytes, a.sha256, a.created_at,
                   coalesce(d.deleted, false) as trashed
              from documents.attachments a
              left join documents.documents d on d.id = a.document_id
             where a.id = :id
            """;
    private static final String FIND_ALL = """
            select a.id, a.space_id, a.document_id, a.blob_id, a.file_name, a.content_type, a.size_bytes, a.sha256, a.created_at,
                   false as trashed
              from documents.attachments a
              left join documents.documents d on d.id = a.document_id
             where a.id = any (:ids) and not coalesce(d.deleted, false)
            """;
    private static final String LIST = """
            select id, space_id, document_id, blob_id, file_name, content_type, size_bytes, sha256, created_at, false as trashed
              from documents.attachments
             where document_id = :document and id > cast(:after as uuid)
             order by id
             limit :limit
            """;
    private static final String DELETE = """
            delete from documents.attachments where id = :id
            """;

    private final JdbcClient jdbc;

    AttachmentStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** An attachment with where it is and where its bytes are. */
    record Stored(Attachment attachment, UUID workspace, UUID blob, boolean trashed) {}

    void insert(Stored stored, @Nullable UUID by) {
        Attachment attachment = stored.attachment();
        var unused = jdbc.sql(INSERT)
                .param("id", attachment.id())
                .param("workspace", stored.workspace())
                .param("document", attachment.documentId())
                .param("blob", stored.blob())
                .param("name", attachment.fileName())
                .param("type", attachment.contentType())
                .param("size", attachment.sizeBytes())
                .param("sha256", attachment.sha256())
                .param("by", by)
                .param("now", OffsetDateTime.ofInstant(attachment.createdAt(), ZoneOffset.UTC))
                .update();
    }

    Optional<Stored> find(UUID id) {
        return jdbc.sql(FIND).param("id", id).query((row, n) -> stored(row)).optional();
    }

    /** Those of documents that aren't in the trash. */
    List<Stored> findAll(Collection<UUID> ids) {
        return jdbc.sql(FIND_ALL)
                .param("ids", ids.toArray(UUID[]::new))
                .query((row, n) -> stored(row))
                .list();
    }

    List<Stored> list(UUID document, @Nullable UUID after, int limit) {
        return jdbc.sql(LIST)
                .param("document", document)
                .param("after", after == null ? FIRST : after)
                .param("limit", limit)
                .query((row, n) -> stored(row))
                .list();
    }

    boolean delete(UUID id) {
        return jdbc.sql(DELETE).param("id", id).update() == 1;
    }

    private static Stored stored(ResultSet row) throws SQLException {
        return new Stored(
                new Attachment(
                        row.getObject("id", UUID.class),
                        row.getObject("document_id", UUID.class),
                        row.getString("file_name"),
                        row.getString("content_type"),
                        row.getLong("size_bytes"),
                        row.getString("sha256"),
                        row.getObject("created_at", OffsetDateTime.class).toInstant()),
                row.getObject("space_id", UUID.class),
                row.getObject("blob_id", UUID.class),
                row.getBoolean("trashed"));
    }
}
