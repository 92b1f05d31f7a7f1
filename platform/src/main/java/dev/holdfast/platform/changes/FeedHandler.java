package dev.holdfast.platform.changes;

import dev.holdfast.platform.db.Tx;
import java.util.List;

/** What a durable follower does with changes. */
public interface FeedHandler {

    /**
     * Handles a batch, in order, in the transaction that also moves the follower's place: what is written through {@code tx} happens
     * exactly once, any other effect at least once. The transaction acts for the program in all spaces. An exception or an error
     * rolls the batch back, is logged and counted; it comes again after a pause that grows up to a minute. Must be done within seconds.
     *
     * @param changes at most 500, in the order of their {@code seq}
     */
    void handle(Tx tx, List<FeedChange> changes);
}
