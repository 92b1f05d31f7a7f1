package dev.holdfast.platform.changes;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.db.Tx;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** The feed for the rest of the program: followers, the epoch, retention. */
@Service
public final class Feed {
    private static final Actor SELF = Actor.system("feed");
    private static final int PURGE_MAX = 5_000;
    private static final int AFTER_MAX = 5_000;

    private final Transactions transactions;
    private final FeedStore store;
    private final Followers followers;
    private final ChangesSettings settings;

    Feed(Transactions transactions, FeedStore store, Followers followers, ChangesSettings settings) {
        this.transactions = transactions;
        this.store = store;
        this.followers = followers;
        this.settings = settings;
    }

    /**
     * Hands every change of every space to the handler, from the first one on, across restarts and nodes: at least once, in the order of
     * each space, on one node at a time. A follower that is no longer used must be forgotten, or no tombstone is ever purged.
     *
     * @param name the follower's own, the same on every node and for ever; at most 60 characters
     */
    public void follow(String name, FeedHandler handler) {
        followers.follow(name, handler);
    }

    /** Forgets a follower's place. */
    public void forget(Tx tx, String name) {
        store.forget(name);
    }

    /**
     * The changes behind a place, for whoever keeps the place outside of the database, as an index on a node's disk does. Needs the
     * program's own actor. A place counts for one {@link #epoch} only.
     *
     * @param seq the last change that was seen; 0 for all
     * @param limit at most 5,000
     */
    public List<FeedChange> after(Tx tx, long seq, int limit) {
        return store.after(seq, Math.min(limit, AFTER_MAX));
    }

    /** Which history the numbers belong to. */
    public UUID epoch(Tx tx) {
        return store.epoch();
    }

    /** Begins another history: every client takes over its spaces whole. After a restore, before the first request. */
    public UUID newEpoch(Tx tx) {
        return store.newEpoch();
    }

    /** Removes a space's feed for good, with the space itself. Needs the program's own actor. */
    public void erase(Tx tx, UUID space) {
        store.lock();
        store.erase(space);
    }

    /**
     * Removes tombstones and remembered mutations that are older than the setting; answers how many tombstones. For a daily job; takes a
     * transaction for each 5,000, so it must not be called inside one.
     */
    public int purgeTombstones(Instant now) {
        Instant before = now.minus(settings.tombstones());
        int purged = 0;
        int batch;
        do {
            batch = transactions.write(SELF, tx -> {
                store.lock();
                return store.purge(before, PURGE_MAX);
            });
            purged += batch;
        } while (batch == PURGE_MAX);
        transactions.write(SELF, tx -> store.forgetMutations(before));
        return purged;
    }
}
