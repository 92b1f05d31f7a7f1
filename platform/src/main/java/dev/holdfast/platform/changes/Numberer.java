package dev.holdfast.platform.changes;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.db.CommitSignal;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.loops.Pulse;
import dev.holdfast.platform.loops.Pulses;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Gives committed marks their numbers, in rounds. On this node one round runs at a time, and whoever needs one while it runs shares the
 * next; over all nodes the database's lock sees to it. Thread-safe.
 */
@Component
public final class Numberer implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Numberer.class);
    private static final Actor SELF = Actor.system("numberer");
    private static final int MARKS_MAX = 10_000;
    private static final Duration GAP = Duration.ofMillis(3);
    private static final Duration STOP_WAIT_MAX = Duration.ofSeconds(10);

    private final Transactions transactions;
    private final FeedStore store;
    private final List<RoundListener> listeners;
    private final Duration poll;
    private final Pulse pulse;
    private final Semaphore wake = new Semaphore(0);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition roundDone = lock.newCondition();
    private long begun;
    private long done;
    private long failed;
    private boolean busy;
    private long lastSeq = -1;
    private volatile boolean running;
    private @Nullable Thread thread;

    Numberer(
            Transactions transactions,
            FeedStore store,
            CommitSignal commits,
            List<RoundListener> listeners,
            ChangesSettings settings,
            Pulses pulses) {
        this.transactions = transactions;
        this.store = store;
        this.listeners = List.copyOf(listeners);
        this.poll = settings.poll();
        this.pulse = pulses.needed("numberer");
        commits.onCommit(wake::release);
    }

    /**
     * Returns once everything that was committed before this call has its number. Throws UNAVAILABLE when the database doesn't let
     * that happen in time. Not to be called inside a transaction.
     */
    public void catchUp() {
        lock.lock();
        try {
            long wanted = begun + 1;
            while (done < wanted) {
                if (busy) {
                    roundDone.awaitUninterruptibly();
                } else {
                    lead();
                }
            }
            if (failed >= wanted && failed == done) {
                throw new Problem(Code.UNAVAILABLE, "The change feed can't go on just now. Try again shortly.")
                        .withHeader("Retry-After", "2");
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofVirtual().name("numberer").start(this::run);
    }

    @Override
    public void stop() {
        running = false;
        wake.release();
        lock.lock();
        try {
            roundDone.signalAll();
        } finally {
            lock.unlock();
        }
        Thread ending = thread;
        if (ending != null) {
            try {
                ending.join(STOP_WAIT_MAX);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Runs a round with the lock let go meanwhile. */
    private void lead() {
        busy = true;
        long mine = ++begun;
        boolean success = false;
        lock.unlock();
        try {
            while (round() == MARKS_MAX) {
                log.debug("More marks wait than one round takes");
            }
            success = true;
        } catch (RuntimeException | Error e) {
            log.warn("A round of numbering failed; the marks wait for the next", e);
        } finally {
            lock.lock();
            busy = false;
            done = mine;
            if (!success) {
                failed = mine;
            }
            roundDone.signalAll();
        }
    }

    private long round() {
        FeedStore.Numbered numbered = transactions.write(SELF, tx -> {
            store.lock();
            FeedStore.Numbered result = store.number(MARKS_MAX);
            if (result.taken() > 0) {
                store.notify(Notices.write(result.round()));
            }
            return result;
        });
        if (numbered.taken() > 0) {
            tell(numbered.round());
        }
        return numbered.taken();
    }

    private void run() {
        while (running) {
            try {
                boolean woken = wake.tryAcquire(poll.toMillis(), TimeUnit.MILLISECONDS);
                wake.drainPermits();
                if (!running) {
                    return;
                }
                if (woken) {
                    catchUp();
                    // Commits of the next moments share a round; a single one never waits.
                    pause(GAP);
                } else {
                    look();
                }
                pulse.beat();
            } catch (InterruptedException | RuntimeException | Error e) {
                pause(pulse.failed(e));
            }
        }
    }

    /** What other nodes wrote or numbered, should their notice not have reached this one. */
    private void look() {
        FeedStore.State state = transactions.read(SELF, tx -> store.state());
        if (state.pending()) {
            catchUp();
        }
        if (state.seq() != lastSeq) {
            lastSeq = state.seq();
            tell(Round.UNKNOWN);
        }
    }

    private void tell(Round round) {
        listeners.forEach(listener -> listener.onRound(round));
    }

    /** Waits, unless the program stops. */
    private void pause(Duration time) {
        lock.lock();
        try {
            long left = time.toNanos();
            while (running && left > 0) {
                left = roundDone.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            // Only stop() ends the numberer; it goes on a little early.
            log.debug("Interrupted while it paused", e);
        } finally {
            lock.unlock();
        }
    }
}
