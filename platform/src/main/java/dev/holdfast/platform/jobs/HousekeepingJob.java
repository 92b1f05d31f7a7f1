package dev.holdfast.platform.jobs;

import dev.holdfast.platform.db.Transactions;
import java.time.Duration;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Deletes jobs that finished long ago, and queues those that are open but in no queue. */
@Component
final class HousekeepingJob implements JobHandler {
    static final String KIND = "clean-jobs";
    private static final int FAILED_KEPT_TIMES = 3;

    private final Transactions transactions;
    private final JobStore store;
    private final JobSettings settings;

    HousekeepingJob(Transactions transactions, JobStore store, JobSettings settings) {
        this.transactions = transactions;
        this.store = store;
        this.settings = settings;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Object run(JobContext job) {
        int forgotten = job.step(tx -> store.forget(
                tx.now().minus(settings.keep()), tx.now().minus(settings.keep().multipliedBy(FAILED_KEPT_TIMES))));
        return Map.of("deleted", forgotten);
    }

    /** Queues jobs whose entry got lost between a run's end and a retry. */
    int recover() {
        Duration young = settings.lease();
        return transactions.write(Jobs.SYSTEM, tx -> store.recover(tx.now().minus(young), tx.now()));
    }
}
