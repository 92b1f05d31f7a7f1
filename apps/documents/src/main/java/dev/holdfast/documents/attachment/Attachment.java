package dev.holdfast.documents.attachment;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file of a document as its routes answer it and as it travels in the feed.
 *
 * @param documentId the document; null for a file that was imported into the workspace itself
 * @param fileName its name; an imported file's path, at most 500 characters
 * @param sha256 of its bytes, 64 lower-case hex digits; its etag in the feed
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record Attachment(
        UUID id,
        @Nullable UUID documentId,
        String fileName,
        String contentType,
        long sizeBytes,
        String sha256,
        Instant createdAt) {}
