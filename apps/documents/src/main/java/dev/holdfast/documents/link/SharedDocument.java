package dev.holdfast.documents.link;

import java.time.Instant;
import java.util.UUID;

/** What a link shows of a document: all but who wrote it. */
record SharedDocument(
        UUID id,
        UUID workspaceId,
        String title,
        String content,
        String contentType,
        String contentEtag,
        boolean deleted,
        Instant createdAt,
        Instant updatedAt) {}
