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

    private static final String OTHER = "other";

    /** What is counted by name, for each kind of event. */
    static final Map<String, Set<String>> NAMES = Map.of(
            PAGE,
            Set.of(
                    "home",
                    "sign-in",
                    "sign-up",
                    "guest",
                    "workspaces",
                    "workspace",
                    "members",
                    "document",
                    "editor",
                    "versions",
                    "search",
                    "trash",
                    "import",
                    "export",
                    "attachments",
                    "links",
                    "ai",
                    "sessions",
                    "passkeys",
                    "settings",
                    "lost"),
            ERROR,
            Set.of(
                    "script",
                    "network",
                    "server",
                    "auth",
                    "sync",
                    "push",
                    "conflict",
                    "upload",
                    "storage",
                    "quota",
                    "render"),
            DURATION,
            Set.of("start", "sign-in", "open", "save", "search", "sync", "push", "upload", "ai"));

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
