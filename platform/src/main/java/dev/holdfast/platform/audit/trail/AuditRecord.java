package dev.holdfast.platform.audit.trail;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An entry as people read it.
 *
 * @param before the values that changed, as they were; null when there were none or they were erased, as with after, ip,
 *     userAgent and justification
 * @param hash the hash of its link, lower-case hexadecimal; null until it is linked, a second later at most
 */
public record AuditRecord(
        UUID id,
        Instant at,
        @Nullable UUID actorUserId,
        String actorRole,
        @Nullable UUID spaceId,
        String action,
        String entity,
        @Nullable UUID entityId,
        @Nullable JsonNode before,
        @Nullable JsonNode after,
        @Nullable String ip,
        @Nullable String userAgent,
        @Nullable String justification,
        @Nullable String hash,
        @Nullable String previousHash) {}
