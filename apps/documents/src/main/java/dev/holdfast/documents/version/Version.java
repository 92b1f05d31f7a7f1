package dev.holdfast.documents.version;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A state that a document had.
 *
 * @param kind {@code snapshot} when somebody asked for it, {@code automatic} when edits left it
 * @param title the title that it had then
 * @param contentEtag the etag that its content had
 * @param createdBy who had written that state; null when that account is gone
 * @param content the content; left out in lists
 */
public record Version(
        UUID id,
        UUID documentId,
        Instant createdAt,
        @Nullable UUID createdBy,
        String kind,
        String title,
        String contentEtag,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String content) {

    Version withoutContent() {
        return new Version(id, documentId, createdAt, createdBy, kind, title, contentEtag, null);
    }
}
