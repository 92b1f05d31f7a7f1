package dev.holdfast.platform.jobs;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How jobs run.
 *
 * @param threads Jobs that this node runs at once. 0: this node runs none and leaves them to others.
 * @param pollInterval How often a node looks for jobs that another node has queued.
 * @param lease How long a node may be silent until its jobs are taken over.
 * @param perSpace Jobs of one space that run at once, over all nodes.
 * @param keep How long finished jobs are kept; failed ones are kept three times as long.
 */
@ConfigurationProperties("holdfast.jobs")
public record JobSettings(
        @DefaultValue("4") int threads,
        @DefaultValue("2s") Duration pollInterval,
        @DefaultValue("60s") Duration lease,
        @DefaultValue("4") int perSpace,
        @DefaultValue("30d") Duration keep) {

    public JobSettings {
        if (threads < 0 || threads > 256 || perSpace < 1 || lease.toMillis() < 1_000 || pollInterval.toMillis() < 10) {
            throw new IllegalArgumentException(
                    "holdfast.jobs: threads 0-256, per-space from 1, lease from 1s, poll-interval from 10ms");
        }
    }
}
