package dev.holdfast.buckia.engine;

import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import dev.holdfast.buckia.sync.Action;
import dev.holdfast.buckia.sync.SyncListener;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells a listener what goes on, and ends a canceled sync within a large file, which needn't come or go whole first.
 *
 * @param next who wants to hear
 * @param canceled set when the sync is to stop
 */
record Stopping(SyncListener next, AtomicBoolean canceled) implements SyncListener {
    @Override
    public void planned(List<Action> actions) {
        next.planned(actions);
    }

    @Override
    public void moved(Action action, long bytes) {
        next.moved(action, bytes);
        var local = action.local();
        // What went in one request has arrived: its step ends as done.
        boolean whole = action.kind() == Action.Kind.UPLOAD && local != null && bytes == local.size();
        if (canceled.get() && !whole) {
            throw new BucketException(BucketError.CANCELED, "canceled");
        }
    }

    @Override
    public void done(Action action) {
        next.done(action);
    }

    @Override
    public void failed(String path, String message) {
        next.failed(path, message);
    }
}
