package dev.holdfast.documents.archive;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An attachment as the manifest names it.
 *
 * @param documentId the document to which it belongs, or null
 * @param name its path, ≤ 500 characters
 * @param sha256 of its bytes, 64 lower-case hex digits
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ArchivedAttachment(
        UUID id,
        @Nullable UUID documentId,
        String name,
        String file,
        String contentType,
        Instant createdAt,
        long sizeBytes,
        String sha256) {

    private static final int CONTENT_TYPE_MAX = 255;

    /** Throws IllegalArgumentException naming the field that is missing or wrong. */
    public ArchivedAttachment {
        Fields.present("attachment", "id", id);
        Fields.title("attachment", name);
        Fields.file("attachment", file);
        Fields.present("attachment", "createdAt", createdAt);
        Fields.hash("attachment", "sha256", sha256);
        Fields.require(
                contentType != null && contentType.length() <= CONTENT_TYPE_MAX,
                "attachment: contentType is missing or longer than 255 characters");
        Fields.require(sizeBytes >= 0, "attachment: sizeBytes is negative");
    }
}
