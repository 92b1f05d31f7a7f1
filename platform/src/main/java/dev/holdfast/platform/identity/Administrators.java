package dev.holdfast.platform.identity;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.db.Transactions;
import org.springframework.stereotype.Component;

/**
 * Who administers the platform. For the command line and the first start, which are trusted because they run on the
 * machine itself; no route of HTTP leads here, and nobody becomes one by being the first to sign up.
 */
@Component
public final class Administrators {
    private final Transactions transactions;
    private final AccountStore store;

    Administrators(Transactions transactions, AccountStore store) {
        this.transactions = transactions;
        this.store = store;
    }

    /** Whether there is one yet. */
    public boolean any() {
        return transactions.read(Actor.system("administrators"), tx -> store.anyAdmin());
    }

    /** Makes the account with the address an administrator; false when there is no such account. */
    public boolean grant(String email) {
        return transactions.write(Actor.system("administrators"), tx -> store.setAdmin(email, true, tx.now()));
    }

    /** Takes it away; false when there is no such account. */
    public boolean revoke(String email) {
        return transactions.write(Actor.system("administrators"), tx -> store.setAdmin(email, false, tx.now()));
    }
}
