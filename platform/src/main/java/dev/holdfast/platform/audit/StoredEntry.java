package dev.holdfast.platform.audit;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entry as its row holds it.
 *
 * @param account who acted; stays after the account is gone, as a pseudonym
 * @param actorRole the role in the space, {@code admin} or {@code system}; empty for none
 * @param personal JSON of what can be erased; null once it was
 * @param salt what makes the digest unguessable; null once erased
 * @param digest SHA-256 over salt and personal; stays
 */
public record StoredEntry(
        UUID id,
        Instant at,
        @Nullable UUID space,
        @Nullable UUID account,
        String actorKind,
        String actorRole,
        String action,
        String entity,
        @Nullable UUID entityId,
        @Nullable String personal,
        byte @Nullable [] salt,
        byte[] digest) {

    /** The chain that the entry is linked into: its space's, or the one of acts outside of spaces. */
    public UUID chain() {
        return space == null ? AuditChain.NO_SPACE : space;
    }
}
