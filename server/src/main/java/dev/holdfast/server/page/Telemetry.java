package dev.holdfast.server.page;

import dev.holdfast.platform.http.RateLimit;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/**
 * Counts what pages tell whose people agreed to it. Names that aren't known here count as {@code other}, so that nobody can make
 * metrics without end, nor put into one what was to stay theirs.
 */
@Component
class Telemetry {
    static final String LIMIT = "telemetry";
    static final String PAGE = "page";
    static final String ERROR = "error";
    static final String DURATION = "duration";

    /** As the client's {@code src/app/routes.tsx} names them; a duration is how long one was shown. */
    private static final Set<String> PAGES = Set.of(
            "workspaces",
            "workspace",
            "document",
            "trash",
            "workspace-settings",
            "settings",
            "welcome",
            "sign-in",
            "reset-password",
            "verify-email",
            "accept-invite");

    private static final String OTHER = "other";

    /** What is counted by name, for each kind of event. */
    static final Map<String, Set<String>> NAMES = Map.of(
            PAGE,
            PAGES,
            ERROR,
            Set.of(
                    "error",
                    "type-error",
                    "range-error",
                    "syntax-error",
                    "reference-error",
                    "abort-error",
                    "quota-exceeded-error",
                    "dexie-error",
                    "chunk-load-error",
                    "problem",
                    "refused"),
            DURATION,
            PAGES);

    private final MeterRegistry meters;

    Telemetry(MeterRegistry meters) {
        this.meters = meters;
    }

    /** How often it may be told. */
    @Configuration(proxyBeanMethods = false)
    static class Limits {
        @Bean
        RateLimit telemetryLimit() {
            return new RateLimit(LIMIT, 30, Duration.ofMinutes(1), "Reports of pages from one address.");
        }
    }

    void count(String kind, String name, Duration time) {
        String known = NAMES.getOrDefault(kind, Set.of()).contains(name) ? name : OTHER;
        switch (kind) {
            case PAGE -> meters.counter("holdfast.web.pages", "name", known).increment();
            case ERROR -> meters.counter("holdfast.web.errors", "name", known).increment();
            default -> meters.timer("holdfast.web.durations", "name", known).record(time);
        }
    }
}
