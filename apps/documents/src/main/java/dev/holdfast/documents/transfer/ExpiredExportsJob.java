package dev.holdfast.documents.transfer;

import dev.holdfast.platform.blobs.Blobs;
import dev.holdfast.platform.jobs.JobContext;
import dev.holdfast.platform.jobs.JobHandler;
import dev.holdfast.platform.jobs.schedules.Schedule;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/** Gives up exported archives that have expired. */
@Component
final class ExpiredExportsJob implements JobHandler {
    static final String KIND = "drop-workspace-exports";

    private final ExportStore store;
    private final Blobs blobs;

    ExpiredExportsJob(ExportStore store, Blobs blobs) {
        this.store = store;
        this.blobs = blobs;
    }

    /** When it runs. */
    @Configuration(proxyBeanMethods = false)
    static class Hourly {
        @Bean
        Schedule dropWorkspaceExports() {
            return new Schedule(KIND, "35 * * * *");
        }
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Object run(JobContext job) {
        int deleted = 0;
        int dropped;
        do {
            dropped = job.step(tx -> {
                List<UUID> expired = store.dropExpired(tx.now());
                expired.forEach(blob -> blobs.delete(tx, blob));
                return expired.size();
            });
            deleted += dropped;
        } while (dropped > 0);
        return Map.of("deleted", deleted);
    }
}
