package dev.holdfast.platform.changes.stream;

import dev.holdfast.platform.Actor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One stream's side of the hub. What isn't taken yet is joined, so it never holds more than a head for each of its spaces, however slow
 * its client is. Thread-safe.
 */
final class Subscription {
    private final Actor actor;
    private final UUID account;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final Set<UUID> spaces = new HashSet<>();
    private final Map<UUID, Long> told = new HashMap<>();
    private final Map<UUID, Long> waiting = new LinkedHashMap<>();
    private final Set<UUID> gained = new HashSet<>();
    private final Set<UUID> lost = new HashSet<>();
    private boolean stale;
    private @Nullable String bye;

    Subscription(Actor actor) {
        this.actor = actor;
        this.account = actor.requireAccount();
    }

    Actor actor() {
        return actor;
    }

    UUID account() {
        return account;
    }

    /** A space's head rose, or the client is to hear of it for the first time. */
    void offer(UUID space, long head) {
        lock.lock();
        try {
            if (spaces.contains(space) && head > told.getOrDefault(space, 0L)) {
                told.put(space, head);
                waiting.put(space, head);
                news.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether the membership should be read again before the next event, as a change of it was heard of. */
    boolean takeStale() {
        lock.lock();
        try {
            boolean was = stale;
            stale = false;
            return was;
        } finally {
            lock.unlock();
        }
    }

    void membershipChanged() {
        lock.lock();
        try {
            stale = true;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The spaces that it follows now; answers those that it didn't before. */
    Set<UUID> follow(Set<UUID> now, boolean first) {
        lock.lock();
        try {
            Set<UUID> added = new HashSet<>(now);
            added.removeAll(spaces);
            Set<UUID> removed = new HashSet<>(spaces);
            removed.removeAll(now);
            spaces.addAll(added);
            spaces.removeAll(removed);
            waiting.keySet().removeAll(removed);
            told.keySet().removeAll(removed);
            if (!first) {
                gained.addAll(added);
                gained.removeAll(removed);
                lost.addAll(removed);
                lost.removeAll(added);
                news.signalAll();
            }
            return added;
        } finally {
            lock.unlock();
        }
    }

    List<UUID> spaces() {
        lock.lock();
        try {
            return List.copyOf(spaces);
        } finally {
            lock.unlock();
        }
    }

    void end(String reason) {
        lock.lock();
        try {
            if (bye == null) {
                bye = reason;
            }
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What there is to say; waits at most so long and answers nothing then, or when the membership should be read again. */
    List<StreamEvent> take(Duration wait) throws InterruptedException {
        lock.lock();
        try {
            long left = wait.toNanos();
            while (waiting.isEmpty() && gained.isEmpty() && lost.isEmpty() && bye == null && !stale && left > 0) {
                left = news.awaitNanos(left);
            }
            List<StreamEvent> events = new ArrayList<>();
            if (!gained.isEmpty() || !lost.isEmpty()) {
                events.add(new StreamEvent.Spaces(List.copyOf(gained), List.copyOf(lost)));
                gained.clear();
                lost.clear();
            }
            waiting.forEach((space, head) -> events.add(new StreamEvent.Changed(space, head)));
            waiting.clear();
            if (bye != null) {
                events.add(new StreamEvent.Bye(bye));
            }
            return events;
        } finally {
            lock.unlock();
        }
    }
}
