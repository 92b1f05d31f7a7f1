package dev.holdfast.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that runs with the real one until it is moved. Thread-safe. */
public final class SettableClock implements InstantSource {
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    @Override
    public Instant instant() {
        return InstantSource.system().instant().plus(ahead.get());
    }

    /** Lets time pass. */
    public void advance(Duration duration) {
        ahead.updateAndGet(a -> a.plus(duration));
    }

    /** Back to the real time. */
    public void reset() {
        ahead.set(Duration.ZERO);
    }
}
