package dev.holdfast.platform.spaces;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An account in a space, with the role that it has there. */
public record Member(
        UUID userId, @Nullable String email, @Nullable String displayName, String role, Instant createdAt) {}
