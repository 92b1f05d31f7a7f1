package dev.holdfast.platform.http.state;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.springframework.http.ResponseEntity;

/** The answer of {@code /metrics}: Prometheus' text format. */
final class Metrics {
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private Metrics() {}

    static ResponseEntity<String> answer(PrometheusMeterRegistry registry) {
        return ResponseEntity.ok().header("Content-Type", TEXT).body(registry.scrape());
    }
}
