package dev.holdfast.platform.audit;

import dev.holdfast.platform.Actor;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One act, as it is kept. Who acted, from where and when is taken from the transaction.
 *
 * @param action what was done, {@code noun.verb}, e.g. {@code "member.role-changed"}; at most 60 characters
 * @param entity the kind of record, e.g. {@code "member"}; at most 40 characters
 * @param entityId the record; null where there is none
 * @param space the space that it happened in; null for acts on an account
 * @param before the values that changed, as they were; empty where that says nothing. Never secrets or contents
 * @param after the values that changed, as they are now
 * @param justification why, where a reason had to be given; at most 2,000 characters
 * @param actor who acted, where that isn't the transaction's own actor; null where it is
 */
public record AuditEntry(
        String action,
        String entity,
        @Nullable UUID entityId,
        @Nullable UUID space,
        Map<String, Object> before,
        Map<String, Object> after,
        @Nullable String justification,
        @Nullable Actor actor) {

    /** An act on a record of a space. */
    public static AuditEntry of(String action, String entity, UUID entityId, @Nullable UUID space) {
        return new AuditEntry(action, entity, entityId, space, Map.of(), Map.of(), null, null);
    }

    /** The same act with the values that it changed. */
    public AuditEntry changing(Map<String, Object> from, Map<String, Object> to) {
        return new AuditEntry(action, entity, entityId, space, from, to, justification, actor);
    }

    /** The same act with the reason that had to be given for it. */
    public AuditEntry because(String reason) {
        return new AuditEntry(action, entity, entityId, space, before, after, reason, actor);
    }

    /** The same act, done by somebody for whom the program's own transaction works. */
    public AuditEntry by(Actor other) {
        return new AuditEntry(action, entity, entityId, space, before, after, justification, other);
    }
}
