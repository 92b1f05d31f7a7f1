package dev.holdfast.platform.webhooks;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Where a space's events are sent.
 *
 * @param url http or https, at most 2,000 characters
 * @param events the types of event that it wants, e.g. {@code document.created}
 * @param retriesMax how often a delivery is tried again, 0 to 20
 * @param toleranceSec how old a signature may be before the receiver should refuse it; for the receiver to know
 * @param standardHeaders whether the headers of Standard Webhooks are sent too
 * @param form how bodies and signatures are made
 */
public record Endpoint(
        UUID id,
        UUID space,
        String url,
        List<String> events,
        String description,
        boolean enabled,
        int retriesMax,
        int toleranceSec,
        boolean standardHeaders,
        Form form,
        Instant createdAt,
        Instant updatedAt) {

    public Endpoint {
        events = List.copyOf(events);
    }

    /** How bodies and signatures are made. */
    public enum Form {
        /** camelCase; the signature is over {@code timestamp.body}. */
        PLATFORM,
        /** snake_case; the signature is over timestamp, line feed, body. */
        LINES
    }

    /**
     * What its owner chooses.
     *
     * @param url checked already to be one of http or https with a host
     */
    public record Draft(
            String url,
            List<String> events,
            String description,
            boolean enabled,
            int retriesMax,
            int toleranceSec,
            boolean standardHeaders) {}
}
