package dev.holdfast.platform.spaces;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * Who shares data: a workspace, a vendor, a team, a household, a life.
 *
 * @param kind which of those, e.g. {@code "workspace"}
 * @param role the reader's role in it
 * @param settings what the app keeps with the space and shows its members, e.g. {@code aiMode}
 */
public record Space(
        UUID id,
        String kind,
        String name,
        String role,
        Map<String, Object> settings,
        Instant createdAt,
        Instant updatedAt) {}
