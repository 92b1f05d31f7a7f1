package dev.holdfast.platform.http;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How requests are taken in.
 *
 * @param trustedProxies Addresses or networks (10.0.0.0/8) of proxies whose X-Forwarded-For is believed.
 * @param allowedOrigins Origins (https://app.example.org) of other sites' pages that may call the API.
 * @param bodyMax Greatest size of a request's body where the route names no other.
 * @param metrics Who may read /metrics: admin, or public where a firewall guards the port.
 */
@ConfigurationProperties("holdfast.http")
public record HttpSettings(
        @DefaultValue List<String> trustedProxies,
        @DefaultValue List<String> allowedOrigins,
        @DefaultValue("16MB") DataSize bodyMax,
        @DefaultValue("admin") Audience metrics) {

    /** Who may read something. */
    public enum Audience {
        /** Administrators of the platform. */
        ADMIN,
        /** Whoever reaches the port. */
        PUBLIC
    }

    public HttpSettings {
        trustedProxies = List.copyOf(trustedProxies);
        allowedOrigins = List.copyOf(allowedOrigins);
        if (bodyMax.toBytes() < 1 || bodyMax.toBytes() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("holdfast.http.body-max must be from 1B to 2047MB");
        }
        for (String origin : allowedOrigins) {
            if (!origin.matches("https?://[A-Za-z0-9.\\[\\]:-]+")) {
                throw new IllegalArgumentException(
                        "holdfast.http.allowed-origins takes origins like https://app.example.org, not " + origin);
            }
        }
    }
}
