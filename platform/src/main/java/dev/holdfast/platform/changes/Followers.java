package dev.holdfast.platform.changes;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.db.Transactions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Runs the durable followers of this node, each on a thread of its own. */
@Component
final class Followers implements RoundListener, SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Followers.class);
    private static final int BATCH_MAX = 500;
    private static final int NAME_LENGTH_MAX = 60;
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    private static final Duration STOP_WAIT_MAX = Duration.ofSeconds(10);
    private static final long PAUSE_MILLIS_MIN = 250;
    private static final long PAUSE_MILLIS_MAX = 60_000;

    private final Transactions transactions;
    private final FeedStore store;
    private final Map<String, Follower> followers = new ConcurrentHashMap<>();
    private volatile boolean running;

    Followers(Transactions transactions, FeedStore store) {
        this.transactions = transactions;
        this.store = store;
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
        private volatile @Nullable Thread thread;

        Follower(String name, FeedHandler handler) {
            this.name = name;
            this.handler = handler;
            this.actor = Actor.system("follower/" + name);
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
            long pauseMillis = PAUSE_MILLIS_MIN;
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
                        pauseMillis = PAUSE_MILLIS_MIN;
                    }
                    await(LOOK_EVERY.toMillis());
                } catch (RuntimeException e) {
                    log.warn("Follower {} failed; its batch comes again in {} ms", name, pauseMillis, e);
                    rest(pauseMillis);
                    pauseMillis = Math.min(pauseMillis * 2, PAUSE_MILLIS_MAX);
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
                boolean woken = wake.tryAcquire(millis, TimeUnit.MILLISECONDS);
                log.trace("Follower {} woke by {}", name, woken ? "a round" : "time");
                wake.drainPermits();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                running = false;
            }
        }
    }
}
