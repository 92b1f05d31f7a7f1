package dev.holdfast.platform.audit;

import java.util.concurrent.atomic.AtomicReference;
import org.springframework.stereotype.Component;

/** Tells this node's sealer that entries were committed. */
@Component
public final class SealSignal {
    private static final Runnable NOBODY = () -> {};

    private final AtomicReference<Runnable> listener = new AtomicReference<>(NOBODY);

    /** Has a runnable called whenever entries were committed. Called by the sealer alone. */
    public void listen(Runnable sealer) {
        listener.set(sealer);
    }

    void wake() {
        listener.get().run();
    }
}
