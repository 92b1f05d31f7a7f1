package dev.holdfast.platform.changes;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.loops.Pulse;
import dev.holdfast.platform.loops.Pulses;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Runs the durable followers of this node, each on a thread of its own. */
@Component
final class Followers implements RoundListener, SmartLifecycle {
    private static final int BATCH_MAX = 500;
    private static final int NAME_LENGTH_MAX = 60;
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    private static final Duration STOP_WAIT_MAX = Duration.ofSeconds(10);

    private final Transactions transactions;
    private final FeedStore store;
    private final Pulses pulses;
    private final Map<String, Follower> followers = new ConcurrentHashMap<>();
    private volatile boolean running;

    Followers(Transactions transactions, FeedStore store, Pulses pulses) {
        this.transactions = transactions;
        this.store = store;
        this.pulses = pulses;
    }

    void follow(String name, FeedHandler handler) {
        if (name.isBlank() || name.length() > NAME_LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "a follower's name has 1 to " + NAME_LENGTH_MAX + " characters: " + name);
        }
        Follower follower = new Follower(name, handler);
        if (followers.putIfAbsent(name, follower) != null) {
            throw new IllegalStateException("two followers are called " + name);
        }
        if (running) {
            follower.begin();
        }
    }

    @Override
    public void onRound(Round round) {
        followers.values().forEach(follower -> follower.wake.release());
    }

    @Override
    public synchronized void start() {
        running = true;
        followers.values().forEach(Follower::begin);
    }

    @Override
    public synchronized void stop() {
        running = false;
        followers.values().forEach(follower -> follower.wake.release());
        followers.values().forEach(Follower::end);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private final class Follower {
        final Semaphore wake = new Semaphore(0);
        private final String name;
        private final FeedHandler handler;
        private final Actor actor;
        private final Pulse pulse;
        private volatile @Nullable Thread thread;

        Follower(String name, FeedHandler handler) {
            this.name = name;
            this.handler = handler;
            this.actor = Actor.system("follower/" + name);
            this.pulse = pulses.of("follower/" + name);
        }

        synchronized void begin() {
            if (thread == null) {
                thread = Thread.ofVirtual().name("follower-" + name).start(this::run);
            }
        }

        void end() {
            Thread ending = thread;
            thread = null;
            try {
                if (ending != null) {
                    ending.join(STOP_WAIT_MAX);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void run() {
            boolean enrolled = false;
            while (running) {
                try {
                    if (!enrolled) {
                        enrolled = transactions.write(actor, tx -> {
                            store.enrol(name, tx.now());
                            return true;
                        });
                    }
                    boolean more = true;
                    while (running && more) {
                        more = batch();
                        pulse.beat();
                    }
                    await(LOOK_EVERY.toMillis());
                } catch (RuntimeException | Error e) {
                    rest(pulse.failed(e).toMillis());
                }
            }
        }

        /** Answers whether more waits. */
        private boolean batch() {
            return transactions.write(actor, tx -> {
                Optional<Long> place = store.takePlace(name);
                if (place.isEmpty()) {
                    return false;
                }
                List<FeedChange> changes = store.after(place.get(), BATCH_MAX);
                if (changes.isEmpty()) {
                    return false;
                }
                handler.handle(tx, changes);
                store.movePlace(name, changes.getLast().seq(), tx.now());
                return changes.size() == BATCH_MAX;
            });
        }

        /** Rests whatever wakes meanwhile, unless the program stops. */
        private void rest(long millis) {
            long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
            for (long left = millis; running && left > 0; ) {
                await(left);
                left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
            }
            wake.release();
        }

        private void await(long millis) {
            try {
                if (wake.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
            } catch (InterruptedException e) {
                // Left over from what a handler called: only stop() ends a follower.
                pulse.failed(e);
            }
        }
    }
}
