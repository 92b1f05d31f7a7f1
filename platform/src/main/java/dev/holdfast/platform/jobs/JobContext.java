package dev.holdfast.platform.jobs;

import dev.holdfast.platform.db.Tx;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One run of a job, as its handler sees it. Used by one thread. */
public interface JobContext {

    /** The job's id: the same in each run, so it serves as idempotency key towards others. */
    UUID id();

    /** The space that the job works for; null when it works for none. */
    @Nullable
    UUID space();

    /** The account that asked for it; null for the program's own. */
    @Nullable
    UUID account();

    /** Which try this is, from 1. */
    int attempt();

    /** What was handed over when the job was queued. */
    <T> T payload(Class<T> type);

    /** What the last step that committed left by {@link #checkpoint}, in this run or one before. */
    <T> Optional<T> checkpoint(Class<T> type);

    /**
     * Runs work in a transaction of the program's own (all spaces), if this run still holds the job. Leaves by an
     * exception that the handler lets pass when the job was canceled, taken over, or the node is being stopped. Keep
     * steps short: canceling waits for them.
     */
    <T extends @Nullable Object> T step(Function<Tx, T> work);

    /** Like {@link #step}, but as the account that asked, with its rights of now. Throws when there is none. */
    <T extends @Nullable Object> T stepAsOwner(Function<Tx, T> work);

    /** Leaves with the step where the next run goes on: an object of JSON, at most 200,000 characters. */
    void checkpoint(Tx tx, Object state);

    /**
     * Leaves with the step how far the job is.
     *
     * @param percent 0 to 100
     * @param totals counts as an object of JSON, at most 20,000 characters
     */
    void progress(Tx tx, int percent, Object totals);

    /** Whether the run should end soon: it was canceled or taken over, or the node is being stopped. */
    boolean cancelled();
}
