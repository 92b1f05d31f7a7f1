package dev.holdfast.platform.identity.recovery;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Ids;
import dev.holdfast.platform.audit.Audit;
import dev.holdfast.platform.audit.AuditEntry;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.identity.session.Freshness;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** An account's recovery codes. They are shown once; new ones end the old ones. */
@Component
public final class RecoveryCodes {
    private static final int CODES = 10;
    private static final Actor SYSTEM = Actor.system("recovery-codes");

    private final Transactions transactions;
    private final RecoveryCodeStore store;
    private final Freshness freshness;
    private final Audit audit;
    private final Ids ids;

    RecoveryCodes(Transactions transactions, RecoveryCodeStore store, Freshness freshness, Audit audit, Ids ids) {
        this.transactions = transactions;
        this.store = store;
        this.freshness = freshness;
        this.audit = audit;
        this.ids = ids;
    }

    /** Gives an account ten codes in the place of those that it had. In a transaction of the worker's role. */
    public List<String> issue(Tx tx, UUID account) {
        List<RecoveryCode> codes =
                Stream.generate(() -> RecoveryCode.random(ids)).limit(CODES).toList();
        store.replace(account, codes.stream().map(RecoveryCode::hash).toList(), tx.now());
        return codes.stream().map(RecoveryCode::value).toList();
    }

    /** Ten new codes for the actor. Throws FORBIDDEN when the session isn't fresh. */
    List<String> replace(Actor actor) {
        UUID account = actor.requireAccount();
        transactions.read(actor, tx -> {
            freshness.require(tx);
            return null;
        });
        return transactions.write(SYSTEM, tx -> {
            audit.record(
                    tx,
                    AuditEntry.of("recovery-codes.issued", "account", account, null)
                            .by(actor));
            return issue(tx, account);
        });
    }
}
