package dev.holdfast.platform.jobs;

import org.jspecify.annotations.Nullable;

/** Does the work of one kind of job. A bean; one for each kind. Thread-safe: several jobs of a kind run at once. */
public interface JobHandler {

    /** The kind of job that this runs, at most 60 characters, e.g. {@code "markdown-import"}. Never changes. */
    String kind();

    /**
     * Runs a job, from its checkpoint on. Effects belong into {@link JobContext#step}: there they and the checkpoint are
     * one commit, and a run that was taken for dead has none. What is done outside of a step may be done twice.
     *
     * <p>A {@link dev.holdfast.platform.Problem} with a status below 500 fails the job at once; anything else is tried
     * again, after 5 s, 20 s, 80 s … at most 1 h, until {@link #attemptsMax()}.
     *
     * @return what the job's owner sees as its result, as an object of JSON; null for none
     */
    @Nullable
    Object run(JobContext job) throws Exception;

    /** How often a job is tried before it counts as failed. A run whose node died counts. */
    default int attemptsMax() {
        return 5;
    }
}
