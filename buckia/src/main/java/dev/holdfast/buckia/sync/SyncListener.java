package dev.holdfast.buckia.sync;

import java.util.List;

/** Hears how a sync goes on. Called from several threads; must be quick and not throw. */
public interface SyncListener {
    /** Hears nothing. */
    SyncListener NONE = new SyncListener() {};

    /** What will be done; once a round, of which there are one to three. */
    default void planned(List<Action> actions) {}

    /** So many bytes of a file have passed since the last call. */
    default void moved(Action action, long bytes) {}

    /** A step is done. */
    default void done(Action action) {}

    /** A path failed; the others go on. */
    default void failed(String path, String message) {}
}
