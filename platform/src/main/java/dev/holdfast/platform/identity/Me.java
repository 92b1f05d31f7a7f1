package dev.holdfast.platform.identity;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One's own account, as {@code GET /api/me} answers it. */
public record Me(
        UUID id,
        @Nullable String email,
        @Nullable String displayName,
        boolean emailVerified,
        boolean secondFactor,
        boolean admin,
        Instant createdAt) {}
