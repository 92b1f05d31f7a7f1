package dev.holdfast.platform.identity;

import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.db.Tx;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** All the ways into an account, its password among them. In its own transactions or in those of the worker's role. */
@Component
public final class WaysIn {
    private final AccountStore store;
    private final ObjectProvider<WayIn> others;

    WaysIn(AccountStore store, ObjectProvider<WayIn> others) {
        this.store = store;
        this.others = others;
    }

    /** In how many ways the account can sign in without help. */
    public int count(Tx tx, UUID account) {
        return (store.hasPassword(account) ? 1 : 0)
                + others.orderedStream().mapToInt(way -> way.count(tx, account)).sum();
    }

    /** Throws LAST_CREDENTIAL when dropping one way in would leave the account none. */
    public void requireAnother(Tx tx, UUID account) {
        if (count(tx, account) < 2) {
            throw new Problem(Code.LAST_CREDENTIAL, "This is the last way into the account. Add another one first.");
        }
    }
}
