package dev.holdfast.platform.jobs;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Origin;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.db.Tx;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A run that holds its job by a lease. */
final class JobRun implements JobContext {
    private final Job job;
    private final UUID lease;
    private final RunStore store;
    private final Transactions transactions;
    private final JsonMapper json;
    private final BooleanSupplier stopping;
    private @Nullable JsonNode checkpoint;

    JobRun(Job job, UUID lease, RunStore store, Transactions transactions, JsonMapper json, BooleanSupplier stopping) {
        this.job = job;
        this.lease = lease;
        this.store = store;
        this.transactions = transactions;
        this.json = json;
        this.stopping = stopping;
        this.checkpoint = job.checkpoint();
    }

    /** Why a run ends early. */
    enum Ending {
        CANCELED,
        TAKEN_OVER,
        STOPPED
    }

    /** Leaves a run early; passes through the handler. */
    static final class Ended extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final Ending ending;

        Ended(Ending ending) {
            super("the run ends: " + ending, null, false, false);
            this.ending = ending;
        }

        Ending ending() {
            return ending;
        }
    }

    UUID lease() {
        return lease;
    }

    /** Whether the node is being stopped. */
    boolean stopped() {
        return stopping.getAsBoolean();
    }

    @Override
    public UUID id() {
        return job.id();
    }

    @Override
    public @Nullable UUID space() {
        return job.space();
    }

    @Override
    public @Nullable UUID account() {
        return job.account();
    }

    @Override
    public int attempt() {
        return job.attempt();
    }

    @Override
    public <T> T payload(Class<T> type) {
        return json.treeToValue(job.payload(), type);
    }

    @Override
    public <T> Optional<T> checkpoint(Class<T> type) {
        return checkpoint == null ? Optional.empty() : Optional.of(json.treeToValue(checkpoint, type));
    }

    @Override
    public <T extends @Nullable Object> T step(Function<Tx, T> work) {
        return held(Jobs.SYSTEM, work);
    }

    @Override
    public <T extends @Nullable Object> T stepAsOwner(Function<Tx, T> work) {
        UUID account = job.account();
        if (account == null) {
            throw new IllegalStateException("job " + job.id() + " has no owner");
        }
        Origin origin = new Origin("", "holdfast/jobs", job.id().toString());
        return held(new Actor(Actor.Kind.SESSION, account, null, Set.of(), null, origin), work);
    }

    @Override
    public void checkpoint(Tx tx, Object state) {
        JsonNode tree = json.valueToTree(state);
        store.checkpoint(job.id(), lease, tree);
        tx.afterCommit(() -> checkpoint = tree);
    }

    @Override
    public void progress(Tx tx, int percent, Object totals) {
        store.progress(job.id(), lease, Math.clamp(percent, 0, 100), json.valueToTree(totals));
    }

    @Override
    public boolean cancelled() {
        return stopping.getAsBoolean()
                || transactions
                        .read(Jobs.SYSTEM, tx -> store.peek(job.id(), lease))
                        .orElse(true);
    }

    private <T extends @Nullable Object> T held(Actor actor, Function<Tx, T> work) {
        if (stopping.getAsBoolean()) {
            throw new Ended(Ending.STOPPED);
        }
        return transactions.write(actor, tx -> {
            // The lock lasts until the step's commit: a run that takes over starts after it and sees its checkpoint,
            // and
            // a run that was taken over finds another lease here and writes nothing.
            boolean canceled = store.hold(job.id(), lease).orElseThrow(() -> new Ended(Ending.TAKEN_OVER));
            if (canceled) {
                throw new Ended(Ending.CANCELED);
            }
            return work.apply(tx);
        });
    }
}
