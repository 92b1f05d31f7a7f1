package dev.holdfast.platform.blobs;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to upload.
 *
 * @param fileName 1 to 200 characters without control characters
 * @param contentType a media type, e.g. {@code image/png}
 * @param scope the name of an {@link UploadScope}
 * @param sizeBytes exact size; null: at most 5 MB, taken from the quota on completion
 * @param target the scope's own fields, e.g. {@code documentId}
 */
public record UploadRequest(
        String fileName,
        String contentType,
        String scope,
        @Nullable Long sizeBytes,
        Map<String, UUID> target) {}
