package dev.holdfast.documents.workspace;

import dev.holdfast.platform.blobs.Blobs;
import dev.holdfast.platform.changes.Feed;
import dev.holdfast.platform.jobs.JobContext;
import dev.holdfast.platform.jobs.JobHandler;
import dev.holdfast.platform.jobs.schedules.Schedule;
import dev.holdfast.platform.spaces.Spaces;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/** Removes deleted workspaces for good once nobody can bring them back, each in a transaction of its own. */
@Component
final class PurgeWorkspacesJob implements JobHandler {
    static final String KIND = "purge-workspaces";

    private final PurgeStore store;
    private final Blobs blobs;
    private final Feed feed;

    PurgeWorkspacesJob(PurgeStore store, Blobs blobs, Feed feed) {
        this.store = store;
        this.blobs = blobs;
        this.feed = feed;
    }

    /** When it runs. */
    @Configuration(proxyBeanMethods = false)
    static class Daily {
        @Bean
        Schedule purgeWorkspaces() {
            return new Schedule(KIND, "50 3 * * *");
        }
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Object run(JobContext job) {
        int purged = 0;
        List<UUID> due;
        do {
            due = job.step(tx -> store.due(tx.now().minus(Spaces.UNDELETE_WINDOW)));
            for (UUID workspace : due) {
                int dropped;
                do {
                    dropped = job.step(tx -> {
                        List<UUID> files =
                                store.dropAttachments(workspace, tx.now().minus(Spaces.UNDELETE_WINDOW));
                        files.forEach(file -> blobs.delete(tx, file));
                        return files.size();
                    });
                } while (dropped > 0);
                purged += job.step(tx -> {
                    boolean gone = store.purge(workspace, tx.now().minus(Spaces.UNDELETE_WINDOW));
                    if (gone) {
                        feed.erase(tx, workspace);
                    }
                    return gone ? 1 : 0;
                });
            }
        } while (!due.isEmpty());
        return Map.of("deleted", purged);
    }
}
