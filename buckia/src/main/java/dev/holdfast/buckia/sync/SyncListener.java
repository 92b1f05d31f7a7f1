package dev.holdfast.buckia.sync;

import java.util.List;

/**
 * Hears how a sync goes on. Called from several threads, sometimes from two at a time; must be quick and not throw. It may cancel
 * the sync.
 */
public interface SyncListener {
    /** Hears nothing. */
    SyncListener NONE = new SyncListener() {};

    /**
     * What will be done; once a round, of which there are one to three: a later one takes up what changed meanwhile.
     *
     * @param actions by path; those that aren't {@linkplain Action#isVisible visible} move no bytes
     */
    default void planned(List<Action> actions) {}

    /**
     * Bytes of a file have passed.
     *
     * @param bytes since the last call for this file; a broken transfer that begins anew counts again
     */
    default void moved(Action action, long bytes) {}

    /** A step is done, and will be so after a kill too. */
    default void done(Action action) {}

    /**
     * A path failed; the others go on. It may be tried again in the next round.
     *
     * @param message for people: what and why
     */
    default void failed(String path, String message) {}
}
