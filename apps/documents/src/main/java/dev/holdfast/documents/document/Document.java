package dev.holdfast.documents.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A document as its GET answers it and as it travels in the feed.
 *
 * @param title what people call it; an imported file's path
 * @param content the text as it was sent, nothing normalised, at most 10 MB of UTF-8; left out in lists
 * @param contentType {@code text/markdown}, {@code application/json} or {@code text/plain}
 * @param contentEtag SHA-256 of the content's UTF-8 bytes, 64 lower-case hex digits
 * @param deleted whether it lies in the trash
 * @param updatedBy who wrote it last; null when that account is gone
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Document(
        UUID id,
        UUID workspaceId,
        String title,
        String content,
        String contentType,
        String contentEtag,
        boolean deleted,
        Instant createdAt,
        Instant updatedAt,
        @Nullable UUID updatedBy) {}
