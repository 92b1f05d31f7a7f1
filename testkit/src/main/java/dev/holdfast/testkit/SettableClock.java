package dev.holdfast.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that runs with the real one until it is moved or held. Thread-safe. */
public final class SettableClock implements InstantSource {
    private final AtomicReference<Clock> clock = new AtomicReference<>(Clock.systemUTC());

    @Override
    public Instant instant() {
        return clock.get().instant();
    }

    /** Lets time pass. */
    public void advance(Duration duration) {
        clock.updateAndGet(c -> Clock.offset(c, duration));
    }

    /** Stands still from now on, moved by {@link #advance} alone: for a test that counts seconds. */
    public void hold() {
        clock.updateAndGet(c -> Clock.fixed(c.instant(), ZoneOffset.UTC));
    }

    /** Back to the real time. */
    public void reset() {
        clock.set(Clock.systemUTC());
    }
}
