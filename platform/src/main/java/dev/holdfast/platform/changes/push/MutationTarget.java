package dev.holdfast.platform.changes.push;

import dev.holdfast.platform.db.Tx;

/** Carries out the mutations of one kind of record. An app declares one bean for each kind that clients may write by sync. */
public interface MutationTarget {

    /** The kind, as it is marked, e.g. {@code "document"}. */
    String entity();

    /**
     * Carries out a mutation, in a writing transaction of the actor that also remembers the mutation. Marks the change as any other
     * write does. What it wrote is undone unless it answers {@link MutationResult.Status#APPLIED}.
     * Several mutations may share a transaction, and so its time; and what was undone because of another one is carried out again.
     *
     * <p>A {@code Problem} with the code STALE stands for a conflict with the problem's members ({@code current}, {@code merge}, …); any
     * other rejects the mutation, and is remembered unless its status is 401, 429 or 500 and above.
     */
    MutationResult apply(Tx tx, Mutation mutation);
}
