package dev.holdfast.platform.trespass;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.audit.SecurityEvent;
import dev.holdfast.platform.audit.SecurityEvents;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.loops.Loop;
import dev.holdfast.platform.loops.Pulses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Finds out whether what somebody asked for in vain is there and belongs to a space that they are no member of. That is a
 * security event, told to the space's own audit log. It is found out after the answer, on a thread of its own: an answer
 * takes as long for what is somebody else's as for what there isn't.
 */
@Component
public final class Trespasses implements SmartLifecycle {
    private static final Actor SYSTEM = Actor.system("trespasses");
    private static final String EVENT = "space.foreign";
    private static final int WAITING_MAX = 1_000;
    private static final int TRIES_A_ROUND = 100;
    private static final Duration POLL = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Transactions transactions;
    private final TrespassStore store;
    private final List<Whereabouts> whereabouts;
    private final SecurityEvents security;
    private final BlockingQueue<Try> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final Loop loop;

    Trespasses(
            Transactions transactions,
            TrespassStore store,
            List<Whereabouts> whereabouts,
            SecurityEvents security,
            Pulses pulses) {
        this.transactions = transactions;
        this.store = store;
        this.whereabouts = whereabouts;
        this.security = security;
        this.loop = new Loop(pulses.of("trespasses"), POLL, PAUSE, this::round);
    }

    private record Try(Actor actor, UUID account, Set<UUID> ids) {}

    /** Takes note of ids that nothing was found under. Never waits: what comes too fast is forgotten. */
    public void missed(Actor actor, Collection<UUID> ids) {
        if (actor.account() != null
                && !ids.isEmpty()
                && waiting.offer(new Try(actor, actor.account(), Set.copyOf(ids)))) {
            loop.wake();
        }
    }

    @Override
    public void start() {
        loop.start();
    }

    @Override
    public void stop() {
        loop.stop();
    }

    @Override
    public boolean isRunning() {
        return loop.isRunning();
    }

    private boolean round() {
        List<Try> tries = new ArrayList<>();
        waiting.drainTo(tries, TRIES_A_ROUND);
        if (!tries.isEmpty()) {
            List<SecurityEvent> events = transactions.read(
                    SYSTEM,
                    tx -> tries.stream()
                            .flatMap(one -> events(tx, one).stream())
                            .toList());
            events.forEach(security::note);
        }
        return !waiting.isEmpty();
    }

    private List<SecurityEvent> events(Tx tx, Try one) {
        // An id may be a space's own.
        Set<UUID> spaces = new HashSet<>(one.ids());
        whereabouts.forEach(known -> spaces.addAll(known.spaces(tx, one.ids()).values()));
        return store.foreign(spaces, one.account()).stream()
                .map(space -> new SecurityEvent(EVENT, one.actor(), one.account(), space))
                .toList();
    }
}
