package dev.holdfast.platform.audit.sealing;

import dev.holdfast.platform.audit.AuditSettings;
import dev.holdfast.platform.jobs.JobContext;
import dev.holdfast.platform.jobs.JobHandler;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Makes the partitions of the months to come and drops those that are older than what is kept. */
@Component
final class RetentionJob implements JobHandler {
    static final String KIND = "keep-audit";
    static final int MONTHS_AHEAD = 2;

    private final LinkStore store;
    private final AuditSettings settings;

    RetentionJob(LinkStore store, AuditSettings settings) {
        this.store = store;
        this.settings = settings;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Object run(JobContext job) {
        int made = job.step(tx -> store.prepare(tx.now(), MONTHS_AHEAD));
        int dropped = job.step(tx -> store.drop(tx.now().minus(settings.keep())));
        return Map.of("made", made, "dropped", dropped);
    }
}
