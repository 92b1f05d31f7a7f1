package dev.holdfast.platform.identity.passkey;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A passkey as its owner sees it.
 *
 * @param lastUsedAt when it last let somebody in; null when it hasn't yet
 * @param backedUp whether its provider keeps a copy, so that it outlives the device
 */
public record Passkey(
        UUID id, String name, Instant createdAt, @Nullable Instant lastUsedAt, boolean backedUp) {}
