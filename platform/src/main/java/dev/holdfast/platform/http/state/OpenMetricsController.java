package dev.holdfast.platform.http.state;

import dev.holdfast.platform.http.Access;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells what it measures, to whoever reaches the port, because the settings say so. */
@RestController
@ConditionalOnProperty(name = "holdfast.http.metrics", havingValue = "public", matchIfMissing = false)
final class OpenMetricsController {
    private final PrometheusMeterRegistry registry;

    OpenMetricsController(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    /** Counters, gauges and timers of requests, connections, jobs and memory. */
    @Access(value = Access.Rule.PUBLIC, limited = false)
    @GetMapping("/metrics")
    ResponseEntity<String> metrics() {
        return Metrics.answer(registry);
    }
}
