package dev.holdfast.platform.audit;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** Tells the sealer of this node that entries were committed. */
@Component
final class SealSignal {
    private final Semaphore woken = new Semaphore(0);

    void wake() {
        if (woken.availablePermits() == 0) {
            woken.release();
        }
    }

    /** Waits until there may be something to seal, for the given time at most. */
    void await(long millisMax) throws InterruptedException {
        if (woken.tryAcquire(millisMax, TimeUnit.MILLISECONDS)) {
            woken.drainPermits();
        }
    }
}
