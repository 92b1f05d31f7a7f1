package dev.holdfast.platform.audit;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.db.Tx;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Takes what is personal out of entries; the chain over them still verifies. */
@Component
public final class AuditErasure {
    private final AuditStore store;

    AuditErasure(AuditStore store) {
        this.store = store;
    }

    /**
     * Erases addresses, programs, values and reasons from entries of an account's acts and of acts on the account. Act,
     * time and the account's id stay, which by then is a pseudonym.
     *
     * @param tx a transaction of the program's own
     * @param limit how many entries at most; call again while it returns as many
     * @return how many there were
     */
    public int erase(Tx tx, UUID account, int limit) {
        if (tx.actor().kind() != Actor.Kind.SYSTEM) {
            throw new IllegalStateException("only the program itself erases");
        }
        return store.erase(account, limit);
    }
}
