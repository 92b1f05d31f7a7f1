package dev.holdfast.platform.jobs;

import java.util.concurrent.atomic.AtomicReference;
import org.springframework.stereotype.Component;

/** Tells this node's worker that something is due, so that it needn't wait for the next poll. */
@Component
final class JobSignal {
    private static final Runnable NOBODY = () -> {};

    private final AtomicReference<Runnable> listener = new AtomicReference<>(NOBODY);

    void listen(Runnable worker) {
        listener.set(worker);
    }

    void ignore() {
        listener.set(NOBODY);
    }

    void due() {
        listener.get().run();
    }
}
