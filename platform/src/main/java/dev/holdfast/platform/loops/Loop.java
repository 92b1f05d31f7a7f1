package dev.holdfast.platform.loops;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Rounds of work on a thread of their own while the program runs: one when woken, one at each poll. Make it a bean. A
 * round that fails is logged and tried again at the next poll. Stopping waits for the round that runs.
 */
public final class Loop implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Loop.class);
    private static final Duration STOP_WAIT_MAX = Duration.ofSeconds(20);

    private final String name;
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
    public Loop(String name, Duration poll, Duration pause, Round round) {
        this.name = name;
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
        thread = Thread.ofVirtual().name(name).start(this::repeat);
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
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    private void repeat() {
        try {
            while (!stopping) {
                boolean more = runOnce();
                if (!pause.isZero() && stops.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                if (!more && wakes.tryAcquire(poll.toMillis(), TimeUnit.MILLISECONDS)) {
                    wakes.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean runOnce() throws InterruptedException {
        try {
            return round.run();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            log.warn("{}: a round failed and is tried again", name, e);
            return false;
        }
    }
}
