package dev.holdfast.platform.webhooks;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The sending of one event to one endpoint.
 *
 * @param status {@code pending} not tried yet, {@code delivered}, {@code failed} and will be tried again at nextAt,
 *     {@code dead} when it won't
 * @param attempt how often it was tried
 * @param responseStatus the status of the last answer; null when none came
 * @param signature the last {@code X-Signature}
 * @param timestamp when it was tried last
 */
public record Delivery(
        UUID id,
        UUID endpointId,
        UUID eventId,
        String eventType,
        String status,
        int attempt,
        @Nullable String lastError,
        @Nullable Integer responseStatus,
        @Nullable String signature,
        @Nullable Instant timestamp,
        @Nullable Instant nextAt,
        Instant createdAt) {}
