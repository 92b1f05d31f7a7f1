package dev.holdfast.platform.http.limit;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How rate limits are counted.
 *
 * @param store Where the counts are kept: memory (each node for itself), postgresql or redis (all nodes together).
 * @param rates Numbers that differ from a limit's own, by its name: calls/period, for example 10/1m or 1000/1h.
 */
@ConfigurationProperties("holdfast.limit")
record LimitSettings(
        @DefaultValue("memory") Store store, @DefaultValue Map<String, String> rates) {

    /** Where counts are kept. */
    enum Store {
        MEMORY,
        POSTGRESQL,
        REDIS
    }

    LimitSettings {
        rates = Map.copyOf(rates);
    }
}
