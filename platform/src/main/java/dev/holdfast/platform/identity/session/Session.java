package dev.holdfast.platform.identity.session;

import java.time.Instant;
import java.util.UUID;

/**
 * A session as its owner sees it.
 *
 * @param current whether it is the one that asks
 * @param ip the address that it was used from last
 */
record Session(UUID id, boolean current, String userAgent, String ip, Instant createdAt, Instant lastUsedAt) {}
