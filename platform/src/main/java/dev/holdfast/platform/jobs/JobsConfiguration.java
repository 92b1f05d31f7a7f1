package dev.holdfast.platform.jobs;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the queue does by itself. */
@Configuration(proxyBeanMethods = false)
class JobsConfiguration {
    private static final Duration RECOVER_EVERY = Duration.ofMinutes(1);

    @Bean
    RecurringTask<Void> recoverJobs(HousekeepingJob housekeeping) {
        return Tasks.recurring("recover-jobs", FixedDelay.of(RECOVER_EVERY))
                .execute((entry, context) -> housekeeping.recover());
    }
}
