package dev.holdfast.platform.loops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.stereotype.Component;

/** How the loops of this node fare: a counter of failed rounds for each, and which of them don't come back to life. */
@Component
public final class Pulses {
    private static final Duration DOWN_AFTER = Duration.ofSeconds(30);
    private static final Duration PAUSE_MAX = Duration.ofMinutes(1);
    /** Requests wait for such a loop, so it must be back soon after what it lacked. */
    private static final Duration NEEDED_PAUSE_MAX = Duration.ofSeconds(2);

    private final MeterRegistry meters;
    private final InstantSource clock;
    private final List<Pulse> needed = new CopyOnWriteArrayList<>();
    private final List<Pulse> others = new CopyOnWriteArrayList<>();

    Pulses(MeterRegistry meters, InstantSource clock) {
        this.meters = meters;
        this.clock = clock;
    }

    /** For a loop that requests can do without. */
    public Pulse of(String name) {
        return add(name, PAUSE_MAX, others);
    }

    /** For a loop without which requests of this node can't be answered: while it is down, the node isn't ready. */
    public Pulse needed(String name) {
        return add(name, NEEDED_PAUSE_MAX, needed);
    }

    /** Loops that requests need and that have done nothing but fail for half a minute. */
    public List<String> neededDown() {
        return down(needed);
    }

    /** The other loops that have done nothing but fail for half a minute. */
    public List<String> othersDown() {
        return down(others);
    }

    private Pulse add(String name, Duration pauseMax, List<Pulse> list) {
        Counter failures = Counter.builder("holdfast.loop.failures")
                .description("Rounds of a loop that failed")
                .tag("loop", name)
                .register(meters);
        Pulse pulse = new Pulse(name, pauseMax, clock, failures);
        list.add(pulse);
        return pulse;
    }

    private static List<String> down(List<Pulse> pulses) {
        return pulses.stream()
                .filter(pulse -> pulse.failingFor(DOWN_AFTER))
                .map(Pulse::name)
                .toList();
    }
}
