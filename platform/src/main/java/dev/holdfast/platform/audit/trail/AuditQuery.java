package dev.holdfast.platform.audit.trail;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which entries are wanted; null leaves a condition out.
 *
 * @param from not before
 * @param to before
 */
public record AuditQuery(
        @Nullable UUID space,
        @Nullable UUID actor,
        @Nullable String entity,
        @Nullable UUID entityId,
        @Nullable String action,
        @Nullable Instant from,
        @Nullable Instant to) {

    AuditQuery inSpace(UUID only) {
        return new AuditQuery(only, actor, entity, entityId, action, from, to);
    }

    AuditQuery ofActor(UUID account) {
        return new AuditQuery(space, account, entity, entityId, action, from, to);
    }
}
