package dev.holdfast.platform.identity.email;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Fields;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.http.RateLimits;
import dev.holdfast.platform.identity.Accounts;
import dev.holdfast.platform.identity.Credentials;
import dev.holdfast.platform.identity.Email;
import dev.holdfast.platform.identity.session.Freshness;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Asking for another address. It takes effect when a link mailed there is opened; the old address is told at once, and
 * again then. The answer is the same when the new address belongs to another account: it gets no mail.
 */
@Component
final class EmailChanges {
    private static final Actor SYSTEM = Actor.system("e-mail");

    private final Transactions transactions;
    private final EmailTokens tokens;
    private final AccountMail mail;
    private final Accounts accounts;
    private final RateLimits limits;
    private final Freshness freshness;

    EmailChanges(
            Transactions transactions,
            EmailTokens tokens,
            AccountMail mail,
            Accounts accounts,
            RateLimits limits,
            Freshness freshness) {
        this.transactions = transactions;
        this.tokens = tokens;
        this.mail = mail;
        this.accounts = accounts;
        this.limits = limits;
        this.freshness = freshness;
    }

    /** Mails a link to the new address. Throws FORBIDDEN when the session isn't fresh, CONFLICT when nothing would change. */
    void ask(Actor actor, @Nullable String email) {
        UUID id = actor.requireAccount();
        Fields fields = new Fields();
        Email next = Email.read(fields, "email", email);
        fields.orThrow();
        limits.take(EmailLimits.MAILBOX, id.toString());
        limits.take(EmailLimits.MAILBOX, next.value().toLowerCase(Locale.ROOT));
        transactions.read(actor, tx -> {
            freshness.require(tx);
            return null;
        });
        transactions.write(SYSTEM, tx -> {
            String old = accounts.find(tx, id)
                    .orElseThrow(() -> Problem.notFound("account"))
                    .email();
            if (next.value().equals(old)) {
                throw new Problem(Code.CONFLICT, "This is the account's e-mail address already.");
            }
            leave(tx, id, next.value());
            if (old != null) {
                mail.changeAsked(tx, old, actor.origin().address());
            }
            return null;
        });
    }

    private void leave(Tx tx, UUID id, String email) {
        tokens.end(tx, id, EmailTokens.CHANGE);
        var token = tokens.issue(tx, id, EmailTokens.CHANGE, email);
        Optional<UUID> holder =
                accounts.credentials(tx, email).map(Credentials::account).map(account -> account.id());
        if (holder.isEmpty() || holder.get().equals(id)) {
            mail.confirmChange(tx, email, token, tokens.lifetimeText(EmailTokens.CHANGE));
        }
    }
}
