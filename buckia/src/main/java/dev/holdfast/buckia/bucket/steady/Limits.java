package dev.holdfast.buckia.bucket.steady;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * At most so many requests and bytes a second, over all threads; a second's worth may come at once after a rest.
 */
public final class Limits {
    /** No limits. */
    public static final Limits NONE = new Limits(0, 0);

    private final Meter requests;
    private final Meter bytes;
    private final Pause pause;

    /**
     * Limits by this machine's own time.
     *
     * @param requestsPerSecond 0 for any number
     * @param bytesPerSecond 0 for any number, both ways together
     */
    public Limits(long requestsPerSecond, long bytesPerSecond) {
        this(requestsPerSecond, bytesPerSecond, Pause.REAL, System::nanoTime);
    }

    Limits(long requestsPerSecond, long bytesPerSecond, Pause pause, LongSupplier nanoTime) {
        this.requests = new Meter(requestsPerSecond, nanoTime);
        this.bytes = new Meter(bytesPerSecond, nanoTime);
        this.pause = pause;
    }

    /** Waits until one more request may go out. */
    void request() {
        await(requests.take(1));
    }

    /** Waits until so many bytes may have passed. */
    void bytes(long count) {
        await(bytes.take(count));
    }

    private void await(long nanos) {
        if (nanos > 0) {
            pause.of(Duration.ofNanos(nanos));
        }
    }

    /** Hands out places in a queue: each take moves the time at which the next may go. */
    private static final class Meter {
        private static final long SECOND = 1_000_000_000L;

        private final ReentrantLock lock = new ReentrantLock();
        private final long perSecond;
        private final LongSupplier nanoTime;
        private long free;

        Meter(long perSecond, LongSupplier nanoTime) {
            this.perSecond = perSecond;
            this.nanoTime = nanoTime;
            this.free = nanoTime.getAsLong() - SECOND;
        }

        long take(long count) {
            if (perSecond <= 0) {
                return 0;
            }
            lock.lock();
            try {
                long now = nanoTime.getAsLong();
                free = Math.max(free, now - SECOND) + Math.round((double) count / perSecond * SECOND);
                return free - now;
            } finally {
                lock.unlock();
            }
        }
    }
}
