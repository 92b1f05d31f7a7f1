package dev.holdfast.platform.jobs;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Takes due jobs from the queue and runs them, while the program runs. The queue is db-scheduler's: entries are locked
 * and fetched in one statement, a heartbeat keeps them, and another node takes over what has none for the lease's time.
 */
@Component
final class JobWorker implements SmartLifecycle {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);
    private static final Duration STOP_WAIT_MAX = Duration.ofSeconds(10);
    private static final int HEARTBEATS_A_LEASE = 4;
    private static final double REFILL_BELOW = 0.5;
    private static final double FETCH_UP_TO = 1.0;

    private final DataSource pool;
    private final JobSettings settings;
    private final JobRuns runs;
    private final JobSignal signal;
    private final InstantSource clock;
    private final List<RecurringTask<?>> recurring;
    private volatile @Nullable Scheduler scheduler;
    private volatile boolean stopping;

    JobWorker(
            DataSource pool,
            JobSettings settings,
            JobRuns runs,
            JobSignal signal,
            InstantSource clock,
            List<RecurringTask<?>> recurring) {
        this.pool = pool;
        this.settings = settings;
        this.runs = runs;
        this.signal = signal;
        this.clock = clock;
        this.recurring = recurring;
    }

    @Override
    public void start() {
        if (settings.threads() == 0) {
            return;
        }
        stopping = false;
        Task<Void> jobs = Tasks.custom("job", Void.class)
                .onFailure(new FailureHandler.OnFailureRetryLater<>(RETRY_AFTER))
                .onDeadExecutionRevive()
                .execute((entry, context) -> after(runs.run(UUID.fromString(entry.getId()), () -> stopping)));
        Scheduler started = Scheduler.create(pool, jobs)
                .startTasks(recurring)
                .tableName("platform.scheduled_tasks")
                .schedulerName(new SchedulerName.Fixed(
                        "holdfast-" + ProcessHandle.current().pid()))
                .commitWhenAutocommitDisabled(true)
                .threads(settings.threads())
                .executorService(Executors.newFixedThreadPool(
                        settings.threads(), Thread.ofVirtual().name("job-", 0).factory()))
                .pollUsingLockAndFetch(REFILL_BELOW, FETCH_UP_TO)
                .pollingInterval(settings.pollInterval())
                .heartbeatInterval(settings.lease().dividedBy(HEARTBEATS_A_LEASE))
                .missedHeartbeatsLimit(HEARTBEATS_A_LEASE)
                .shutdownMaxWait(STOP_WAIT_MAX)
                .clock(clock::instant)
                .build();
        started.start();
        signal.listen(started::triggerCheckForDueExecutions);
        scheduler = started;
    }

    @Override
    public void stop() {
        Scheduler running = scheduler;
        if (running != null) {
            // Runs see it at their next step and go back into the queue, for another node or the next start.
            stopping = true;
            signal.ignore();
            running.stop();
            scheduler = null;
        }
    }

    @Override
    public boolean isRunning() {
        return scheduler != null;
    }

    private CompletionHandler<Void> after(JobRuns.Next next) {
        return switch (next) {
            case JobRuns.Next.Remove remove -> (complete, entry) -> entry.remove();
            case JobRuns.Next.Again again ->
                (complete, entry) -> entry.reschedule(complete, clock.instant().plus(again.after()));
            case JobRuns.Next.Leave leave -> (complete, entry) -> {};
        };
    }
}
