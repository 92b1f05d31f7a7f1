package dev.holdfast.documents.archive;

import dev.holdfast.documents.folder.Titles;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A document as the manifest names it.
 *
 * @param title its path, ≤ 500 characters
 * @param contentType one of {@link Titles#CONTENT_TYPES}
 * @param etag SHA-256 of its content's UTF-8 bytes, 64 lower-case hex digits
 */
public record ArchivedDocument(
        UUID id,
        String title,
        String file,
        String contentType,
        Instant createdAt,
        Instant updatedAt,
        String etag,
        List<ArchivedVersion> versions) {

    /** Throws IllegalArgumentException naming the field that is missing or wrong. */
    public ArchivedDocument {
        Fields.present("document", "id", id);
        Fields.title("document", title);
        Fields.file("document", file);
        Fields.oneOf("document", "contentType", contentType, Titles.CONTENT_TYPES.toArray(String[]::new));
        Fields.present("document", "createdAt", createdAt);
        Fields.present("document", "updatedAt", updatedAt);
        Fields.hash("document", "etag", etag);
        versions = Fields.list("document", "versions", versions);
    }
}
