package dev.holdfast.platform.changes.stream;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.changes.ChangesSettings;
import dev.holdfast.platform.changes.Round;
import dev.holdfast.platform.changes.RoundListener;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.loops.Pulse;
import dev.holdfast.platform.loops.Pulses;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** The streams of this node, and which of them wants to hear of which space. Thread-safe. */
@Component
final class Streams implements RoundListener, SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Streams.class);
    private static final Actor SELF = Actor.system("streams");
    private static final Duration BYE_WAIT_MAX = Duration.ofSeconds(3);

    private final Transactions transactions;
    private final StreamStore store;
    private final ChangesSettings settings;
    private final Pulse pulse;
    private final Set<Subscription> all = ConcurrentHashMap.newKeySet();
    private final Map<UUID, Set<Subscription>> bySpace = new ConcurrentHashMap<>();
    private final Map<UUID, Set<Subscription>> byAccount = new ConcurrentHashMap<>();
    private final Semaphore look = new Semaphore(0);
    private final Semaphore closed = new Semaphore(0);
    private volatile boolean running;

    Streams(Transactions transactions, StreamStore store, ChangesSettings settings, Pulses pulses) {
        this.transactions = transactions;
        this.store = store;
        this.settings = settings;
        this.pulse = pulses.of("streams");
    }

    /** Opens a stream. Throws RATE_LIMITED when the account has too many, UNAVAILABLE when this node has or stops. */
    Subscription open(Actor actor) {
        if (!running || all.size() >= settings.streams()) {
            throw new Problem(Code.UNAVAILABLE, "This node takes no more streams just now.")
                    .withHeader("Retry-After", "5");
        }
        Subscription subscription = new Subscription(actor);
        Set<Subscription> own = byAccount.compute(subscription.account(), (account, set) -> with(set, subscription));
        if (own.size() > settings.streamsPerAccount()) {
            remove(byAccount, subscription.account(), subscription);
            throw new Problem(Code.RATE_LIMITED, "An account has at most " + settings.streamsPerAccount() + " streams.")
                    .withHeader("Retry-After", "30");
        }
        all.add(subscription);
        try {
            refresh(subscription, true);
        } catch (RuntimeException e) {
            close(subscription);
            throw e;
        }
        return subscription;
    }

    /** Reads membership and session again. Throws UNAUTHENTICATED when the session or the account has ended. */
    void refresh(Subscription subscription) {
        refresh(subscription, false);
    }

    void close(Subscription subscription) {
        all.remove(subscription);
        remove(byAccount, subscription.account(), subscription);
        subscription.spaces().forEach(space -> remove(bySpace, space, subscription));
        closed.release();
    }

    @Override
    public void onRound(Round round) {
        if (!round.complete()) {
            look.release();
            return;
        }
        round.accounts()
                .forEach(account -> byAccount.getOrDefault(account, Set.of()).forEach(Subscription::membershipChanged));
        offer(round.heads());
    }

    @Override
    public void start() {
        running = true;
        Thread.ofVirtual().name("streams").start(this::run);
    }

    /** Says goodbye to all before the server stops taking requests. */
    @Override
    public void stop() {
        running = false;
        look.release();
        int open = all.size();
        closed.drainPermits();
        all.forEach(subscription -> subscription.end("restart"));
        try {
            if (!closed.tryAcquire(Math.min(open, all.size()), BYE_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                log.debug("Some streams didn't take their goodbye in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void refresh(Subscription subscription, boolean first) {
        Set<UUID> now = transactions.read(subscription.actor(), tx -> Set.copyOf(tx.spaces()));
        List<UUID> before = subscription.spaces();
        Set<UUID> added = subscription.follow(now, first);
        added.forEach(space -> bySpace.compute(space, (id, set) -> with(set, subscription)));
        before.stream().filter(space -> !now.contains(space)).forEach(space -> remove(bySpace, space, subscription));
        if (!added.isEmpty()) {
            // Read after it was entered above, so that no round falls between.
            heads(added).forEach(subscription::offer);
        }
    }

    private void run() {
        while (running) {
            try {
                look.acquire();
                look.drainPermits();
                if (running && !bySpace.isEmpty()) {
                    offer(heads(List.copyOf(bySpace.keySet())));
                }
                pulse.beat();
            } catch (InterruptedException | RuntimeException | Error e) {
                lookAgain(pulse.failed(e));
            }
        }
    }

    private void lookAgain(Duration pause) {
        try {
            if (look.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                look.drainPermits();
            }
        } catch (InterruptedException e) {
            // Only stop() ends this; it looks again a little early.
            log.debug("Interrupted while it paused", e);
        }
        look.release();
    }

    private Map<UUID, Long> heads(Collection<UUID> spaces) {
        return transactions.read(SELF, tx -> new HashMap<>(store.heads(spaces)));
    }

    private void offer(Map<UUID, Long> heads) {
        heads.forEach((space, head) ->
                bySpace.getOrDefault(space, Set.of()).forEach(subscription -> subscription.offer(space, head)));
    }

    private static Set<Subscription> with(@Nullable Set<Subscription> set, Subscription subscription) {
        Set<Subscription> more = set == null ? new CopyOnWriteArraySet<>() : set;
        more.add(subscription);
        return more;
    }

    private static void remove(Map<UUID, Set<Subscription>> index, UUID key, Subscription subscription) {
        index.computeIfPresent(key, (id, set) -> {
            set.remove(subscription);
            return set.isEmpty() ? null : set;
        });
    }
}
