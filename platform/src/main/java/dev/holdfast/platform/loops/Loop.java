package dev.holdfast.platform.loops;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Rounds of work on a thread of their own while the program runs: one when woken, one at each poll. Make it a bean. A
 * round that fails, with an error too, is logged, counted and tried again after a pause that grows. Stopping waits for the round that
 * runs.
 */
public final class Loop implements SmartLifecycle {
    private static final Duration STOP_WAIT_MAX = Duration.ofSeconds(20);

    private final Pulse pulse;
    private final Duration poll;
    private final Duration pause;
    private final Round round;
    private final Semaphore wakes = new Semaphore(0);
    private final Semaphore stops = new Semaphore(0);
    private volatile @Nullable Thread thread;
    private volatile boolean stopping;

    /** One round. */
    @FunctionalInterface
    public interface Round {

        /** Does what is due. Returns whether more waits already. */
        boolean run() throws Exception;
    }

    /**
     * A loop that isn't running yet.
     *
     * @param poll how long it waits when nothing wakes it
     * @param pause the least time between two rounds, so that wakes in quick succession share one; zero for none
     */
    public Loop(Pulse pulse, Duration poll, Duration pause, Round round) {
        this.pulse = pulse;
        this.poll = poll;
        this.pause = pause;
        this.round = round;
    }

    /** Has a round run soon. Cheap; from any thread. */
    public void wake() {
        if (wakes.availablePermits() == 0) {
            wakes.release();
        }
    }

    @Override
    public void start() {
        stopping = false;
        stops.drainPermits();
        thread = Thread.ofVirtual().name(pulse.name()).start(this::repeat);
    }

    @Override
    public void stop() {
        Thread running = thread;
        if (running == null) {
            return;
        }
        stopping = true;
        stops.release();
        wake();
        try {
            if (!running.join(STOP_WAIT_MAX)) {
                running.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread = null;
        pulse.beat();
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    private void repeat() {
        try {
            while (!stopping) {
                Next next = runOnce();
                if (!next.pause().isZero() && stops.tryAcquire(next.pause().toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                if (!next.atOnce() && wakes.tryAcquire(poll.toMillis(), TimeUnit.MILLISECONDS)) {
                    wakes.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Next(Duration pause, boolean atOnce) {}

    private Next runOnce() {
        try {
            boolean more = round.run();
            pulse.beat();
            return new Next(pause, more);
        } catch (Exception | Error e) {
            // An interrupt that isn't the end of the program is a failure like others; the flag is clear again.
            return new Next(pulse.failed(e), true);
        }
    }
}
