package dev.holdfast.platform.http.state;

import dev.holdfast.platform.http.Access;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells what it measures, to administrators. */
@RestController
@ConditionalOnProperty(name = "holdfast.http.metrics", havingValue = "admin", matchIfMissing = true)
final class MetricsController {
    private final PrometheusMeterRegistry registry;

    MetricsController(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    /** Counters, gauges and timers of requests, connections, jobs and memory. */
    @Access(value = Access.Rule.ADMIN, limited = false)
    @GetMapping("/metrics")
    ResponseEntity<String> metrics() {
        return Metrics.answer(registry);
    }
}
