package dev.holdfast.platform.identity.recovery;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Origin;
import dev.holdfast.platform.audit.Audit;
import dev.holdfast.platform.audit.AuditEntry;
import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.identity.Account;
import dev.holdfast.platform.mail.Mail;
import dev.holdfast.platform.mail.Outbox;
import org.springframework.stereotype.Component;

/** What a recovery leaves behind: an entry in the audit log, and a word to the account's address. */
@Component
final class RecoveryNotice {
    private final Audit audit;
    private final Outbox outbox;

    RecoveryNotice(Audit audit, Outbox outbox) {
        this.audit = audit;
        this.outbox = outbox;
    }

    /**
     * Notes that a code was used.
     *
     * @param left how many codes the account still has
     */
    void give(Tx tx, Account account, int left, Origin origin) {
        Actor actor = Actor.anonymous(origin);
        audit.record(
                tx,
                AuditEntry.of("account.recovered", "account", account.id(), null)
                        .by(actor));
        if (account.email() == null) {
            return;
        }
        String text = """
                Somebody signed in to your account with one of its recovery codes, from the address %s.
                Codes that are left: %d.

                If it wasn't you: sign in, end all other sessions and have new codes made.
                """.formatted(origin.address(), left);
        outbox.send(tx, new Mail(account.email(), "A recovery code opened your account", text));
    }
}
