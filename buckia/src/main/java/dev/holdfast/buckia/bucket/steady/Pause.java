package dev.holdfast.buckia.bucket.steady;

import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How to wait; tests put one in its place that doesn't. */
@FunctionalInterface
public interface Pause {
    /** Lets this thread wait; an interrupt ends it. */
    Pause REAL = duration -> {
        try {
            var unused = new CountDownLatch(1).await(duration.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BucketException(BucketError.CANCELED, "interrupted", e);
        }
    };

    /** Waits that long. */
    void of(Duration duration);
}
