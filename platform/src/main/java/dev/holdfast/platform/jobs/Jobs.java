package dev.holdfast.platform.jobs;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Ids;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.db.Tx;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import tools.jackson.databind.json.JsonMapper;

/** Work for later: queued by a transaction, seen and canceled by its owner or an administrator. */
@Service
public final class Jobs {
    static final Actor SYSTEM = Actor.system("jobs");
    private static final int LIST_LENGTH_MAX = 1_000;

    private final Transactions transactions;
    private final JobStore store;
    private final JobSignal signal;
    private final Ids ids;
    private final JsonMapper json;

    Jobs(Transactions transactions, JobStore store, JobSignal signal, Ids ids, JsonMapper json) {
        this.transactions = transactions;
        this.store = store;
        this.signal = signal;
        this.ids = ids;
        this.json = json;
    }

    /**
     * Queues a job in the caller's transaction: it is there when that commits, and never was when it doesn't.
     *
     * @param kind the kind of a {@link JobHandler}
     * @param payload what the handler needs, as an object of JSON, at most 200,000 characters. No secrets: name rows instead
     * @param space the space that it works for, whose cap it counts against; null for none
     * @param account who may see and cancel it; null for administrators only. An account can queue for itself alone
     * @return the job's id
     */
    public UUID enqueue(Tx tx, String kind, Object payload, @Nullable UUID space, @Nullable UUID account) {
        return enqueueAt(tx, tx.now(), kind, payload, space, account);
    }

    /** Like {@link #enqueue}, to begin not before a time. */
    public UUID enqueueAt(
            Tx tx, Instant at, String kind, Object payload, @Nullable UUID space, @Nullable UUID account) {
        UUID id = ids.next();
        store.insert(id, kind, json.valueToTree(payload), space, account, tx.now());
        store.queue(id, at);
        if (!at.isAfter(tx.now())) {
            tx.afterCommit(signal::due);
        }
        return id;
    }

    /** A job of one's own; of anybody for an administrator. Throws NOT_FOUND. */
    public Job get(Actor actor, UUID id) {
        return transactions.read(
                rights(actor),
                tx -> store.find(id).filter(job -> reaches(actor, job)).orElseThrow(() -> Problem.notFound("job")));
    }

    /**
     * One's own jobs, newest first.
     *
     * @param kind only of this kind; null for all
     * @param status only with this status; null for all
     * @param before only older than the job with this id; null from the newest on
     * @param limit at most this many, 1 to 1,000
     */
    public List<Job> list(
            Actor actor, @Nullable String kind, Job.@Nullable Status status, @Nullable UUID before, int limit) {
        UUID account = actor.requireAccount();
        return transactions.read(
                actor, tx -> store.list(account, actor.onlySpace(), kind, status, before, checked(limit)));
    }

    /** Everybody's jobs, for an administrator. Throws FORBIDDEN for others. */
    public List<Job> listAll(
            Actor actor, @Nullable String kind, Job.@Nullable Status status, @Nullable UUID before, int limit) {
        if (!transactions.read(actor, Tx::admin)) {
            throw new Problem(Code.FORBIDDEN, "Only an administrator of the platform sees everybody's jobs.");
        }
        return transactions.read(SYSTEM, tx -> store.list(null, null, kind, status, before, checked(limit)));
    }

    /**
     * Cancels a job: one that waits at once, one that runs at its next step. Canceling again changes nothing. Throws
     * NOT_FOUND, or CONFLICT when it has ended otherwise.
     */
    public Job cancel(Actor actor, UUID id) {
        return transactions.write(rights(actor), tx -> {
            Job job = store.lock(id).filter(found -> reaches(actor, found)).orElseThrow(() -> Problem.notFound("job"));
            if (job.status() == Job.Status.COMPLETED || job.status() == Job.Status.FAILED) {
                throw new Problem(Code.CONFLICT, "The job has ended already.");
            }
            store.cancel(id, tx.now());
            return store.find(id).orElse(job);
        });
    }

    /** Queues a failed or canceled job again, from its checkpoint on. Throws NOT_FOUND, or CONFLICT when it is neither. */
    public Job retry(Actor actor, UUID id) {
        return transactions.write(rights(actor), tx -> {
            Job job = store.lock(id).filter(found -> reaches(actor, found)).orElseThrow(() -> Problem.notFound("job"));
            if (job.status() != Job.Status.FAILED && job.status() != Job.Status.CANCELED) {
                throw new Problem(Code.CONFLICT, "Only a failed or canceled job can be tried again.");
            }
            store.retry(id);
            store.queue(id, tx.now());
            tx.afterCommit(signal::due);
            return store.find(id).orElse(job);
        });
    }

    /** A job as the program itself sees it, inside its transaction; null when it is gone. */
    public @Nullable Job find(Tx tx, UUID id) {
        return store.find(id).orElse(null);
    }

    /** As whom to touch jobs: an administrator reaches all by the program's rights, others their own by policy. */
    private Actor rights(Actor actor) {
        actor.requireAccount();
        return transactions.read(actor, Tx::admin) ? SYSTEM : actor;
    }

    /** A key that is bound to a space reaches the jobs of that space alone. */
    private static boolean reaches(Actor actor, Job job) {
        return actor.onlySpace() == null || actor.onlySpace().equals(job.space());
    }

    private static int checked(int limit) {
        if (limit < 1 || limit > LIST_LENGTH_MAX) {
            throw new IllegalArgumentException("a list has 1 to " + LIST_LENGTH_MAX + " jobs, not " + limit);
        }
        return limit;
    }
}
