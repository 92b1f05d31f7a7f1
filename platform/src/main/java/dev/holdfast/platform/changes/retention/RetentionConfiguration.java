package dev.holdfast.platform.changes.retention;

import dev.holdfast.platform.jobs.schedules.Schedule;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** When the feed is purged. */
@Configuration(proxyBeanMethods = false)
class RetentionConfiguration {

    @Bean
    Schedule purgeChanges() {
        return new Schedule(PurgeJob.KIND, "25 3 * * *");
    }
}
