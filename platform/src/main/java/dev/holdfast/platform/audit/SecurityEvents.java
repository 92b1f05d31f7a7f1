package dev.holdfast.platform.audit;

import dev.holdfast.platform.db.Tx;

/** Where refused tries and other signs of attack go: their own log, a counter, and the audit log of whom they concern. */
public interface SecurityEvents {

    /**
     * Notes an event at once in the logger {@code holdfast.security} and in the counter {@code holdfast.security.events}, and
     * soon in the audit log where an account or a space is known. Callable anywhere, inside a transaction too, whatever
     * becomes of that. Never throws, never waits.
     */
    void note(SecurityEvent event);

    /**
     * As {@link #note}, for what this transaction does about it: the audit entry commits with that, log and counter follow
     * the commit.
     */
    void record(Tx tx, SecurityEvent event);
}
