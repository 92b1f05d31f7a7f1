package dev.holdfast.platform.changes.retention;

import dev.holdfast.platform.changes.Feed;
import dev.holdfast.platform.jobs.JobContext;
import dev.holdfast.platform.jobs.JobHandler;
import java.time.InstantSource;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Purges the feed. Done twice it does nothing more. */
@Component
final class PurgeJob implements JobHandler {
    static final String KIND = "purge-changes";

    private final Feed feed;
    private final InstantSource clock;

    PurgeJob(Feed feed, InstantSource clock) {
        this.feed = feed;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Object run(JobContext job) {
        return Map.of("tombstones", feed.purgeTombstones(clock.instant()));
    }
}
