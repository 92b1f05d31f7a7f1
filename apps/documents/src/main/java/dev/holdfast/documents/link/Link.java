package dev.holdfast.documents.link;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A share link as its routes answer it.
 *
 * @param url where the page is; shown once, when the link is made
 * @param token what opens the document; shown once, when the link is made
 * @param expiresAt null when it lasts until it is revoked
 * @param views how often it was opened
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record Link(
        UUID id,
        UUID documentId,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String url,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String token,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        long views) {}
