package dev.holdfast.platform.ai.gateway;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often models may be asked.
 *
 * @param perMinute questions that one account may ask a minute, 1 to 10,000; 0 is no limit
 */
@ConfigurationProperties("holdfast.ai.rate")
public record RateSettings(@DefaultValue("20") int perMinute) {

    /** Refuses a value out of range. */
    public RateSettings {
        if (perMinute < 0 || perMinute > 10_000) {
            throw new IllegalArgumentException("holdfast.ai.rate.per-minute must be 0 to 10000: " + perMinute);
        }
    }
}
