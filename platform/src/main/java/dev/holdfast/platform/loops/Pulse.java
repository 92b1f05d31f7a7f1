package dev.holdfast.platform.loops;

import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a loop fares. Whoever runs one tells each round that went well and each that failed, whatever was thrown, and rests before
 * the next for as long as it is told. Thread-safe.
 */
public final class Pulse {
    private static final Logger log = LoggerFactory.getLogger(Pulse.class);
    private static final long PAUSE_MILLIS_MIN = 250;
    private static final int DOUBLINGS_MAX = 20;

    private final String name;
    private final Duration pauseMax;
    private final InstantSource clock;
    private final Counter failures;
    private int failedInARow;
    private @Nullable Instant failingSince;

    Pulse(String name, Duration pauseMax, InstantSource clock, Counter failures) {
        this.name = name;
        this.pauseMax = pauseMax;
        this.clock = clock;
        this.failures = failures;
    }

    /** What the loop is called, on this node alone. */
    public String name() {
        return name;
    }

    /** A round went well. */
    public synchronized void beat() {
        failedInARow = 0;
        failingSince = null;
    }

    /** A round failed: logged and counted. Answers how long to rest, each time longer. */
    public Duration failed(Throwable cause) {
        Duration pause = fail();
        failures.increment();
        if (cause instanceof Error) {
            log.error("{}: a round ended with an error; the next is in {} ms", name, pause.toMillis(), cause);
        } else {
            log.warn("{}: a round failed; the next is in {} ms", name, pause.toMillis(), cause);
        }
        return pause;
    }

    /** Whether every round has failed for so long. */
    synchronized boolean failingFor(Duration time) {
        return failingSince != null && !failingSince.plus(time).isAfter(clock.instant());
    }

    private synchronized Duration fail() {
        if (failingSince == null) {
            failingSince = clock.instant();
        }
        long millis = PAUSE_MILLIS_MIN << Math.min(failedInARow, DOUBLINGS_MAX);
        failedInARow++;
        return Duration.ofMillis(Math.min(millis, pauseMax.toMillis()));
    }
}
