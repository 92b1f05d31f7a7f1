package dev.holdfast.platform.audit;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the audit log is kept.
 *
 * @param anchors Folder outside of the database where the chains' heads are written down. With several nodes: a shared
 *     one. Best on a machine that the database's administrator doesn't reach.
 * @param anchorEvery How often a chain's head is written down at most.
 * @param keep How long entries are kept. They go by whole months.
 */
@ConfigurationProperties("holdfast.audit")
public record AuditSettings(
        @DefaultValue("data/audit") Path anchors,
        @DefaultValue("10s") Duration anchorEvery,
        @DefaultValue("2192d") Duration keep) {

    public AuditSettings {
        if (anchorEvery.isNegative() || keep.toDays() < 31) {
            throw new IllegalArgumentException("holdfast.audit: anchor-every from 0s, keep from 31d");
        }
    }
}
