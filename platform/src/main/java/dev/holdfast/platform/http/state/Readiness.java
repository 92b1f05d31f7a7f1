package dev.holdfast.platform.http.state;

import dev.holdfast.platform.loops.Pulses;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.stereotype.Component;

/** Asks all parts at once whether they are reached. */
@Component
final class Readiness implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Readiness.class);
    private static final long WAIT_SECONDS_MAX = 4;

    private final ApplicationAvailability availability;
    private final List<ReadyPart> parts;
    private final Pulses pulses;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Readiness(ApplicationAvailability availability, List<ReadyPart> parts, Pulses pulses) {
        this.availability = availability;
        this.parts = parts;
        this.pulses = pulses;
    }

    /** The names of what isn't ready; empty when everything is. {@code server} while it starts or stops. */
    List<String> missing() throws InterruptedException {
        if (availability.getReadinessState() != ReadinessState.ACCEPTING_TRAFFIC) {
            return List.of("server");
        }
        Map<String, Future<?>> answers = new LinkedHashMap<>();
        for (ReadyPart part : parts) {
            answers.put(part.name(), threads.submit(() -> {
                part.reach();
                return part.name();
            }));
        }
        List<String> missing = new ArrayList<>();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS_MAX);
        for (Map.Entry<String, Future<?>> answer : answers.entrySet()) {
            if (!reached(answer.getKey(), answer.getValue(), deadline)) {
                missing.add(answer.getKey());
            }
        }
        missing.addAll(pulses.neededDown());
        return missing;
    }

    /** The names of work beside the requests that keeps failing on this node. */
    List<String> failing() {
        return pulses.othersDown();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private static boolean reached(String name, Future<?> answer, long deadline) throws InterruptedException {
        try {
            answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            return true;
        } catch (ExecutionException e) {
            log.warn("Not ready: {} isn't reached", name, e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(true);
            log.warn("Not ready: {} didn't answer within {} s", name, WAIT_SECONDS_MAX);
        }
        return false;
    }
}
