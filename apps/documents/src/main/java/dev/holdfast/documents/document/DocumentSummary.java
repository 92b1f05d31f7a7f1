package dev.holdfast.documents.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A document in a list: all of it but the content.
 *
 * @param snippet where the query was found: HTML-escaped text with {@code <mark>} around the hits; left out without a query
 */
public record DocumentSummary(
        UUID id,
        UUID workspaceId,
        String title,
        String contentType,
        String contentEtag,
        boolean deleted,
        Instant createdAt,
        Instant updatedAt,
        @Nullable UUID updatedBy,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String snippet) {

    static DocumentSummary of(Document document, String snippet) {
        return new DocumentSummary(
                document.id(),
                document.workspaceId(),
                document.title(),
                document.contentType(),
                document.contentEtag(),
                document.deleted(),
                document.createdAt(),
                document.updatedAt(),
                document.updatedBy(),
                snippet);
    }
}
