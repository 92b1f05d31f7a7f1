package dev.holdfast.platform.db;

import dev.holdfast.platform.Actor;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Opens the one transaction of a verb. Its first statement tells PostgreSQL who acts, so that row-level security shows
 * only what that actor may see; stores refuse to run outside of one. Work must have no effect but in the database: it is
 * run again, at most {@value #ATTEMPTS_MAX} times in all, when PostgreSQL chose it to resolve a deadlock.
 */
@Component
public final class Transactions {
    private static final int ATTEMPTS_MAX = 4;

    private final TransactionTemplate reading;
    private final TransactionTemplate snapshot;
    private final TransactionTemplate writing;
    private final EntryStore entries;
    private final CommitSignal commits;
    private final InstantSource clock;

    Transactions(PlatformTransactionManager manager, EntryStore entries, CommitSignal commits, InstantSource clock) {
        this.reading = new TransactionTemplate(manager);
        this.reading.setReadOnly(true);
        this.snapshot = new TransactionTemplate(manager);
        this.snapshot.setReadOnly(true);
        this.snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        this.writing = new TransactionTemplate(manager);
        this.entries = entries;
        this.commits = commits;
        this.clock = clock;
    }

    /** Runs work that only reads. Throws UNAUTHENTICATED when the actor's account or session has ended. */
    public <T extends @Nullable Object> T read(Actor actor, Function<Tx, T> work) {
        return run(reading, actor, work, false);
    }

    /**
     * Runs work that only reads, all of it in the snapshot of the first statement: who acts, where, and everything else is as
     * of one moment. Throws UNAUTHENTICATED when the actor's account or session has ended.
     */
    public <T extends @Nullable Object> T snapshot(Actor actor, Function<Tx, T> work) {
        return run(snapshot, actor, work, false);
    }

    /** Runs work that may write. Throws UNAUTHENTICATED when the actor's account or session has ended. */
    public <T extends @Nullable Object> T write(Actor actor, Function<Tx, T> work) {
        return run(writing, actor, work, true);
    }

    private <T extends @Nullable Object> T run(
            TransactionTemplate template, Actor actor, Function<Tx, T> work, boolean writes) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException(
                    "a verb inside a verb: hand the Tx on instead of opening a second transaction");
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return once(template, actor, work, writes);
            } catch (PessimisticLockingFailureException e) {
                if (attempt == ATTEMPTS_MAX) {
                    throw e;
                }
            }
        }
    }

    @SuppressWarnings("NullAway") // TransactionTemplate's result is declared nullable whatever the work returns.
    private <T extends @Nullable Object> T once(
            TransactionTemplate template, Actor actor, Function<Tx, T> work, boolean writes) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Tx[] opened = new Tx[1];
        T result = template.execute(status -> {
            Tx tx = new Tx(actor, now, entries.enter(actor, now), writes);
            opened[0] = tx;
            T value = work.apply(tx);
            if (!tx.changes().isEmpty()) {
                entries.mark(tx.changes(), now);
            }
            return value;
        });
        opened[0].afterCommit().forEach(Runnable::run);
        if (!opened[0].changes().isEmpty()) {
            commits.committed();
        }
        return result;
    }
}
