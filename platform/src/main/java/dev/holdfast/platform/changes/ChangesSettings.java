package dev.holdfast.platform.changes;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the change feed runs.
 *
 * @param poll How often a node looks for changes that nobody told it of, for example 500ms. It bounds the delay between nodes where
 *     listening isn't possible.
 * @param listen Whether a node keeps a connection that listens to the others. Behind a transaction pooler it needs
 *     holdfast.db.direct-url.
 * @param tombstones How long deletions and push results are remembered, for example 90d. Clients that stay away longer take over whole spaces.
 * @param streams Live streams that a node holds, at most.
 * @param streamsPerAccount Live streams that a node holds for one account, at most.
 * @param heartbeat How often a stream shows that it is alive, and its credential is checked again, for example 15s.
 */
@ConfigurationProperties("holdfast.changes")
public record ChangesSettings(
        @DefaultValue("500ms") Duration poll,
        @DefaultValue("true") boolean listen,
        @DefaultValue("90d") Duration tombstones,
        @DefaultValue("10000") int streams,
        @DefaultValue("20") int streamsPerAccount,
        @DefaultValue("15s") Duration heartbeat) {}
