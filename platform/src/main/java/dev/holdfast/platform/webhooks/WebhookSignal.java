package dev.holdfast.platform.webhooks;

import java.util.concurrent.atomic.AtomicReference;
import org.springframework.stereotype.Component;

/** Tells this node's sender that a delivery was committed. */
@Component
final class WebhookSignal {
    private static final Runnable NOBODY = () -> {};

    private final AtomicReference<Runnable> listener = new AtomicReference<>(NOBODY);

    void listen(Runnable sender) {
        listener.set(sender);
    }

    void wake() {
        listener.get().run();
    }
}
