package dev.holdfast.platform.identity.email;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Origin;
import dev.holdfast.platform.audit.Audit;
import dev.holdfast.platform.audit.AuditEntry;
import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.http.RateLimits;
import dev.holdfast.platform.identity.Account;
import dev.holdfast.platform.identity.Email;
import dev.holdfast.platform.identity.session.Sessions;
import dev.holdfast.platform.identity.signin.Guessing;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a reset of a password does around it: counts, notes, ends sessions, and lets the account's owner sign in at once. */
@Component
final class ResetEffects {
    private final Guessing guessing;
    private final RateLimits limits;
    private final Sessions sessions;
    private final Audit audit;

    ResetEffects(Guessing guessing, RateLimits limits, Sessions sessions, Audit audit) {
        this.guessing = guessing;
        this.limits = limits;
        this.sessions = sessions;
        this.audit = audit;
    }

    /** Counts a question for a link. Outside of transactions. */
    void admit(Email email, Origin origin) {
        guessing.admit(EmailLimits.NETWORK, origin);
        limits.take(EmailLimits.MAILBOX, email.value().toLowerCase(Locale.ROOT));
    }

    /** Notes that a link was asked for, for nobody too. */
    void asked(Tx tx, @Nullable Account account, Origin origin) {
        AuditEntry entry = new AuditEntry(
                "account.reset-asked",
                "account",
                account == null ? null : account.id(),
                null,
                Map.of(),
                Map.of(),
                null,
                null);
        audit.record(tx, entry.by(Actor.anonymous(origin)));
    }

    /** Ends all sessions, and forgets the wrong passwords that were tried. */
    void done(Tx tx, Account account, Email email, Origin origin) {
        sessions.end(tx, account.id(), null, "password reset");
        guessing.succeeded(tx, email.value());
        audit.record(
                tx,
                AuditEntry.of("account.password-reset", "account", account.id(), null)
                        .by(Actor.anonymous(origin)));
    }
}
