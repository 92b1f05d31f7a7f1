package dev.holdfast.platform.identity;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.audit.Audit;
import dev.holdfast.platform.audit.AuditEntry;
import dev.holdfast.platform.db.Transactions;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Who administers the platform. For the command line and the first start, which are trusted because they run on the
 * machine itself; no route of HTTP leads here, and nobody becomes one by being the first to sign up.
 */
@Component
public final class Administrators {
    private static final Actor ACTOR = Actor.system("administrators");

    private final Transactions transactions;
    private final AccountStore store;
    private final Audit audit;

    Administrators(Transactions transactions, AccountStore store, Audit audit) {
        this.transactions = transactions;
        this.store = store;
        this.audit = audit;
    }

    /** Whether there is one yet. */
    public boolean any() {
        return transactions.read(ACTOR, tx -> store.anyAdmin());
    }

    /** Makes the account with the address an administrator; false when there is no such account. */
    public boolean grant(String email) {
        return set(email, true);
    }

    /** Takes it away; false when there is no such account. */
    public boolean revoke(String email) {
        return set(email, false);
    }

    private boolean set(String email, boolean admin) {
        return transactions.write(ACTOR, tx -> {
            UUID account = store.setAdmin(email, admin, tx.now()).orElse(null);
            if (account == null) {
                return false;
            }
            String action = admin ? "administrator.granted" : "administrator.revoked";
            audit.record(tx, AuditEntry.of(action, "account", account, null));
            return true;
        });
    }
}
