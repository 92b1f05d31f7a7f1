package dev.holdfast.platform.jobs.schedules;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.holdfast.platform.jobs.JobSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Looks at the calendar at every poll of the queue, on one node at a time. */
@Configuration(proxyBeanMethods = false)
class SchedulesConfiguration {

    @Bean
    RecurringTask<Void> lookAtSchedules(Schedules schedules, JobSettings settings) {
        return Tasks.recurring("schedules", FixedDelay.of(settings.pollInterval()))
                .execute((entry, context) -> schedules.tick());
    }

    @Bean
    Schedule cleanJobs() {
        return new Schedule("clean-jobs", "15 3 * * *");
    }
}
