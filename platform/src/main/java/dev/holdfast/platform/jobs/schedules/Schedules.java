package dev.holdfast.platform.jobs.schedules;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.jobs.Job;
import dev.holdfast.platform.jobs.Jobs;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Service;

/**
 * The schedules of this program. A run that was missed while nothing ran is made up for once. A schedule whose last job
 * hasn't ended yet is skipped, not run twice at once.
 */
@Service
public final class Schedules implements SmartInitializingSingleton {
    private static final Actor SYSTEM = Actor.system("schedules");

    private final Transactions transactions;
    private final ScheduleStore store;
    private final Jobs jobs;
    private final ZoneSettings settings;
    private final Map<String, Schedule> declared;

    Schedules(
            Transactions transactions,
            ScheduleStore store,
            Jobs jobs,
            ZoneSettings settings,
            List<Schedule> schedules) {
        this.transactions = transactions;
        this.store = store;
        this.jobs = jobs;
        this.settings = settings;
        this.declared = schedules.stream().collect(Collectors.toUnmodifiableMap(Schedule::name, s -> s));
    }

    /** Makes what was declared known to the database. */
    @Override
    public void afterSingletonsInstantiated() {
        String zone = settings.zone().getId();
        transactions.write(SYSTEM, tx -> {
            declared.values().stream()
                    .sorted((a, b) -> a.name().compareTo(b.name()))
                    .forEach(s -> store.declare(s.name(), s.cron(), zone, CronTimes.next(s.cron(), zone, tx.now())));
            return true;
        });
    }

    /** All schedules by name, each with its last run. For an administrator. */
    public List<Timetable> list(Actor actor) {
        requireAdmin(actor);
        return transactions.read(
                SYSTEM,
                tx -> store.list(names()).stream().map(t -> withLastRun(tx, t)).toList());
    }

    /** Changes what is given, and leaves the rest. For an administrator. Throws NOT_FOUND, INVALID. */
    public Timetable change(
            Actor actor, String name, Optional<String> cron, Optional<String> zone, Optional<Boolean> enabled) {
        requireAdmin(actor);
        return transactions.write(SYSTEM, tx -> {
            Timetable now = locked(name);
            String newCron = cron.orElse(now.cron());
            String newZone = zone.orElse(now.zone());
            boolean nowEnabled = enabled.orElse(now.enabled());
            Instant next = CronTimes.next(newCron, newZone, tx.now());
            Timetable changed = now.changed(newCron, newZone, nowEnabled, nowEnabled ? next : null);
            store.change(changed);
            return withLastRun(tx, changed);
        });
    }

    /** Runs a schedule's job now, paused or not. For an administrator. Throws NOT_FOUND, or CONFLICT while its last job runs. */
    public UUID run(Actor actor, String name) {
        requireAdmin(actor);
        return transactions.write(SYSTEM, tx -> {
            Timetable now = locked(name);
            Job last = lastRun(tx, now);
            if (last != null && !last.status().finished()) {
                throw new Problem(Code.CONFLICT, "Its last job hasn't ended yet.").with("jobId", last.id());
            }
            UUID job = jobs.enqueue(tx, name, Map.of(), null, null);
            store.ran(name, job, now.nextRunAt());
            return job;
        });
    }

    /** Queues the jobs of those whose time has come; safe on several nodes at once. */
    void tick() {
        transactions.write(SYSTEM, tx -> {
            for (Timetable due : store.due(names(), tx.now())) {
                Job last = lastRun(tx, due);
                boolean idle = last == null || last.status().finished();
                UUID job = idle ? jobs.enqueue(tx, due.name(), Map.of(), null, null) : null;
                store.ran(due.name(), job, CronTimes.next(due.cron(), due.zone(), tx.now()));
            }
            return true;
        });
    }

    private Timetable locked(String name) {
        return Optional.ofNullable(declared.get(name))
                .flatMap(s -> store.lock(s.name()))
                .orElseThrow(() -> Problem.notFound("schedule"));
    }

    private Set<String> names() {
        return declared.keySet();
    }

    private Timetable withLastRun(Tx tx, Timetable timetable) {
        return timetable.withLastRun(lastRun(tx, timetable));
    }

    private @Nullable Job lastRun(Tx tx, Timetable timetable) {
        UUID last = timetable.lastJob();
        return last == null ? null : jobs.find(tx, last);
    }

    private void requireAdmin(Actor actor) {
        if (!transactions.read(actor, Tx::admin)) {
            throw new Problem(Code.FORBIDDEN, "Only an administrator of the platform may do this.");
        }
    }
}
