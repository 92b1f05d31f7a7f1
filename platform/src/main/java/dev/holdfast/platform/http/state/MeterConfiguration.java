package dev.holdfast.platform.http.state;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Lets p50 and p95 of requests be computed over all nodes, which needs buckets instead of ready quantiles. */
@Configuration(proxyBeanMethods = false)
class MeterConfiguration {
    private static final String REQUESTS = "http.server.requests";
    private static final double[] BUCKETS_MS = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000};

    @Bean
    MeterFilter requestBuckets() {
        double[] nanos = new double[BUCKETS_MS.length];
        for (int i = 0; i < nanos.length; i++) {
            nanos[i] = BUCKETS_MS[i] * Duration.ofMillis(1).toNanos();
        }
        return new MeterFilter() {
            @Override
            public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
                if (!id.getName().equals(REQUESTS)) {
                    return config;
                }
                return DistributionStatisticConfig.builder()
                        .serviceLevelObjectives(nanos)
                        .build()
                        .merge(config);
            }
        };
    }
}
