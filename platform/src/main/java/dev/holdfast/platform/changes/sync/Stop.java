package dev.holdfast.platform.changes.sync;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One line that a page may hold.
 *
 * @param row the change in the feed; null for the space's own row, told because the space is new to the client or lost
 * @param lost whether the space isn't seen any more
 */
record Stop(UUID space, @Nullable FeedRow row, boolean lost) {}
