package dev.holdfast.platform.identity;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person, or a machine that signs in like one.
 *
 * @param email the address as its owner wrote it, domain in lower case; null for an account that has none
 * @param emailVerifiedAt when the address was proved; null while it wasn't
 * @param displayName what others see; null when none was given
 * @param admin whether it administers the platform
 */
public record Account(
        UUID id,
        @Nullable String email,
        @Nullable Instant emailVerifiedAt,
        @Nullable String displayName,
        boolean admin,
        Instant createdAt) {

    /** Whether the address was proved. */
    public boolean emailVerified() {
        return emailVerifiedAt != null;
    }
}
