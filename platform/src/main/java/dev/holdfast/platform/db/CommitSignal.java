package dev.holdfast.platform.db;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.stereotype.Component;

/** Tells whoever waits for it that a transaction of this node which left marks has committed. Thread-safe. */
@Component
public final class CommitSignal {
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** Calls the listener after each such commit, on the thread that committed. It must neither throw nor wait. */
    public void onCommit(Runnable listener) {
        listeners.add(listener);
    }

    void committed() {
        listeners.forEach(Runnable::run);
    }
}
