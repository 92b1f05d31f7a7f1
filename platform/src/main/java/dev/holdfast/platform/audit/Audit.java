package dev.holdfast.platform.audit;

import dev.holdfast.platform.db.Tx;

/** Where acts are noted. */
public interface Audit {

    /** Notes an act in the transaction of the act itself: both happen, or neither. */
    void record(Tx tx, AuditEntry entry);
}
