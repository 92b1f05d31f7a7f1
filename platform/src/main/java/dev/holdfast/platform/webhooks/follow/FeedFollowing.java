package dev.holdfast.platform.webhooks.follow;

import dev.holdfast.platform.changes.Feed;
import dev.holdfast.platform.changes.FeedChange;
import dev.holdfast.platform.webhooks.Events;
import org.springframework.stereotype.Component;

/** Follows the feed from its first change on: each event is left exactly once, with the follower's place. */
@Component
final class FeedFollowing {
    FeedFollowing(Feed feed, Events events) {
        feed.follow(
                "webhooks",
                (tx, changes) -> events.changed(
                        tx, changes.stream().map(FeedFollowing::changed).toList()));
    }

    private static Events.Changed changed(FeedChange change) {
        return new Events.Changed(
                change.space(), change.entity(), change.record(), change.operation(), change.etag(), change.at());
    }
}
