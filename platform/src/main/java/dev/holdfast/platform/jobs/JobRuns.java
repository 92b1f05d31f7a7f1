package dev.holdfast.platform.jobs;

import dev.holdfast.platform.Code;
import dev.holdfast.platform.Ids;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.db.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Runs one job once: starts it under a lease, hands it to its handler, and leaves what came of it. */
@Component
final class JobRuns {
    private static final Logger log = LoggerFactory.getLogger(JobRuns.class);
    private static final Duration HELD_BACK = Duration.ofSeconds(30);
    private static final Duration UNKNOWN_HERE = Duration.ofMinutes(1);
    private static final Duration BACKOFF_FIRST = Duration.ofSeconds(5);
    private static final Duration BACKOFF_MAX = Duration.ofHours(1);
    private static final int BACKOFF_FACTOR = 4;

    private final Transactions transactions;
    private final RunStore store;
    private final JobSettings settings;
    private final JobSignal signal;
    private final Ids ids;
    private final JobHandlers handlers;

    JobRuns(
            Transactions transactions,
            RunStore store,
            JobSettings settings,
            JobSignal signal,
            Ids ids,
            JobHandlers handlers) {
        this.transactions = transactions;
        this.store = store;
        this.settings = settings;
        this.signal = signal;
        this.ids = ids;
        this.handlers = handlers;
    }

    /** What becomes of the queue's entry after a run. */
    sealed interface Next {
        /** The job has ended: the entry goes. */
        record Remove() implements Next {}

        /** The job runs again after a time. */
        record Again(Duration after) implements Next {}

        /** Another run holds job and entry: hands off. */
        record Leave() implements Next {}
    }

    Next run(UUID id, BooleanSupplier stopping) {
        UUID lease = ids.next();
        return switch (start(id, lease)) {
            case Start.Ended ended -> new Next.Remove();
            case Start.Wait wait -> new Next.Again(wait.time());
            case Start.Begun begun ->
                attempt(begun, new JobRun(begun.job(), lease, store, transactions, handlers.json(), stopping));
        };
    }

    private sealed interface Start {
        record Ended() implements Start {}

        record Wait(Duration time) implements Start {}

        record Begun(Job job, JobHandler handler) implements Start {}
    }

    private Start start(UUID id, UUID lease) {
        Job seen = transactions.read(Jobs.SYSTEM, tx -> store.find(id)).orElse(null);
        if (seen == null || seen.status().finished()) {
            return new Start.Ended();
        }
        JobHandler handler = handlers.of(seen.kind()).orElse(null);
        if (handler == null) {
            return new Start.Wait(UNKNOWN_HERE);
        }
        return transactions.write(Jobs.SYSTEM, tx -> {
            UUID space = seen.space();
            if (space != null) {
                store.lockSpace(space);
                if (store.running(space, id) >= settings.perSpace()) {
                    store.holdBack(id);
                    return new Start.Wait(HELD_BACK);
                }
            }
            Job job = store.start(id, lease, tx.now()).orElse(null);
            if (job == null) {
                return new Start.Ended();
            }
            if (store.hold(id, lease).orElse(false)) {
                store.end(id, lease, "canceled", null, tx.now());
                return new Start.Ended();
            }
            if (job.attempt() > handler.attemptsMax()) {
                String why = "The node that ran it stopped in the middle, " + handler.attemptsMax() + " times.";
                store.end(id, lease, "failed", job.error() == null ? why : job.error(), tx.now());
                return new Start.Ended();
            }
            return new Start.Begun(job, handler);
        });
    }

    private Next attempt(Start.Begun begun, JobRun run) {
        Job job = begun.job();
        try {
            Object result = begun.handler().run(run);
            return finish(run, now -> store.complete(job.id(), run.lease(), tree(result), now));
        } catch (JobRun.Ended e) {
            return switch (e.ending()) {
                case CANCELED -> finish(run, now -> store.end(job.id(), run.lease(), "canceled", null, now));
                case STOPPED -> again(run, null, false, Duration.ZERO);
                case TAKEN_OVER -> {
                    log.warn(
                            "Job {} {} was taken over from this run, which changes nothing any more",
                            job.kind(),
                            job.id());
                    yield new Next.Leave();
                }
            };
        } catch (Exception | LinkageError | StackOverflowError e) {
            return failed(begun, run, e);
        }
    }

    private Next failed(Start.Begun begun, JobRun run, Throwable e) {
        Job job = begun.job();
        if (run.stopped()) {
            return again(run, null, false, Duration.ZERO);
        }
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        String why = reason(e, job.id());
        if (isFinal(e) || job.attempt() >= begun.handler().attemptsMax()) {
            log.error("Job {} {} failed for good in attempt {}", job.kind(), job.id(), job.attempt(), e);
            return finish(run, now -> store.end(job.id(), run.lease(), "failed", why, now));
        }
        log.warn("Job {} {} failed in attempt {} and will be tried again", job.kind(), job.id(), job.attempt(), e);
        return again(run, why, true, backoff(job.attempt()));
    }

    private Next again(JobRun run, @Nullable String why, boolean counts, Duration after) {
        boolean held = transactions.write(Jobs.SYSTEM, tx -> store.requeue(run.id(), run.lease(), why, counts));
        return held ? new Next.Again(after) : new Next.Leave();
    }

    private Next finish(JobRun run, Function<Instant, Boolean> mark) {
        UUID space = run.space();
        boolean held = transactions.write(Jobs.SYSTEM, tx -> {
            boolean marked = mark.apply(tx.now());
            if (marked && space != null) {
                store.wakeNext(space, tx.now());
                tx.afterCommit(signal::due);
            }
            return marked;
        });
        return held ? new Next.Remove() : new Next.Leave();
    }

    private @Nullable JsonNode tree(@Nullable Object result) {
        return result == null ? null : handlers.json().valueToTree(result);
    }

    private static boolean isFinal(Throwable e) {
        return e instanceof Problem problem && problem.code().status() < 500 && problem.code() != Code.RATE_LIMITED;
    }

    private static String reason(Throwable e, UUID job) {
        return e instanceof Problem problem
                ? problem.code() + ": " + problem.detail()
                : "Something went wrong here. It is logged under job " + job;
    }

    private static Duration backoff(int attempt) {
        Duration wait = BACKOFF_FIRST;
        for (int i = 1; i < attempt && wait.compareTo(BACKOFF_MAX) < 0; i++) {
            wait = wait.multipliedBy(BACKOFF_FACTOR);
        }
        return wait.compareTo(BACKOFF_MAX) < 0 ? wait : BACKOFF_MAX;
    }
}
