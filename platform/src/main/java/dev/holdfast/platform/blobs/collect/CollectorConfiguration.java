package dev.holdfast.platform.blobs.collect;

import dev.holdfast.platform.jobs.schedules.Schedule;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Runs the collector every night. */
@Configuration(proxyBeanMethods = false)
class CollectorConfiguration {

    @Bean
    Schedule collectBlobs() {
        return new Schedule(Collector.KIND, "40 3 * * *");
    }
}
