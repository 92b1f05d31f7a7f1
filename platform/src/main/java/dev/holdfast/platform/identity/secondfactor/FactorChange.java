package dev.holdfast.platform.identity.secondfactor;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.audit.Audit;
import dev.holdfast.platform.audit.AuditEntry;
import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.identity.Account;
import dev.holdfast.platform.identity.session.Freshness;
import dev.holdfast.platform.mail.Mail;
import dev.holdfast.platform.mail.Outbox;
import org.springframework.stereotype.Component;

/** What stands around a change of the second factor: a fresh session before it, a note in the audit log and to the address after. */
@Component
final class FactorChange {
    static final String ENABLED = "second-factor.enabled";
    static final String REMOVED = "second-factor.removed";

    private final Freshness freshness;
    private final Audit audit;
    private final Outbox outbox;

    FactorChange(Freshness freshness, Audit audit, Outbox outbox) {
        this.freshness = freshness;
        this.audit = audit;
        this.outbox = outbox;
    }

    /** Throws FORBIDDEN when the actor's session isn't fresh. In the actor's own transaction. */
    void requireFresh(Tx tx) {
        freshness.require(tx);
    }

    void note(Tx tx, Actor actor, Account account, String action) {
        audit.record(tx, AuditEntry.of(action, "account", account.id(), null).by(actor));
        if (account.email() != null) {
            String what = action.equals(ENABLED) ? "turned on" : "turned off";
            String text = """
                    The second factor of your account was %s, from the address %s.

                    If it wasn't you: reset your password, which ends all sessions.
                    """.formatted(what, actor.origin().address());
            outbox.send(tx, new Mail(account.email(), "Your second factor was " + what, text));
        }
    }
}
