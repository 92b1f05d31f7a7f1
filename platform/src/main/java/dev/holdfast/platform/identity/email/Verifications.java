package dev.holdfast.platform.identity.email;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Fields;
import dev.holdfast.platform.Origin;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.audit.Audit;
import dev.holdfast.platform.audit.AuditEntry;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.http.RateLimits;
import dev.holdfast.platform.identity.Account;
import dev.holdfast.platform.identity.Accounts;
import dev.holdfast.platform.identity.Email;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Proving that an address is one's own, the first one or another. */
@Component
final class Verifications {
    private static final Actor SYSTEM = Actor.system("e-mail");

    private final Transactions transactions;
    private final EmailTokens tokens;
    private final AccountMail mail;
    private final Accounts accounts;
    private final RateLimits limits;
    private final Audit audit;

    Verifications(
            Transactions transactions,
            EmailTokens tokens,
            AccountMail mail,
            Accounts accounts,
            RateLimits limits,
            Audit audit) {
        this.transactions = transactions;
        this.tokens = tokens;
        this.mail = mail;
        this.accounts = accounts;
        this.limits = limits;
        this.audit = audit;
    }

    /** Mails the actor a link; nothing when the address is proved. Throws CONFLICT for an account without an address. */
    void send(Actor actor) {
        UUID id = actor.requireAccount();
        limits.take(EmailLimits.MAILBOX, id.toString());
        Account account =
                transactions.read(actor, tx -> accounts.find(tx, id).orElseThrow(() -> Problem.notFound("account")));
        String email = account.email();
        if (email == null) {
            throw new Problem(Code.CONFLICT, "This account has no e-mail address. Give it one first.");
        }
        if (!account.emailVerified()) {
            transactions.write(SYSTEM, tx -> {
                mail.verify(
                        tx,
                        email,
                        tokens.issue(tx, id, EmailTokens.VERIFY, email),
                        tokens.lifetimeText(EmailTokens.VERIFY));
                return null;
            });
        }
    }

    /** Takes a mailed token. Throws INVALID when it isn't good any more, ALREADY_EXISTS when the address has become another's. */
    void verify(@Nullable String token, Origin origin) {
        Fields fields = new Fields();
        var given = EmailTokens.read(fields, token);
        fields.orThrow();
        transactions.write(SYSTEM, tx -> {
            var row = tokens.open(tx, given, EmailTokens.VERIFY, EmailTokens.CHANGE);
            Account account = accounts.find(tx, row.account()).orElseThrow(EmailTokens::invalid);
            if (row.purpose().equals(EmailTokens.CHANGE)) {
                change(tx, account, row.email(), origin);
            } else if (Objects.equals(account.email(), row.email())) {
                accounts.proveEmail(tx, account.id(), new Email(row.email()));
                tokens.end(tx, account.id(), EmailTokens.VERIFY);
                note(tx, "account.email-verified", account, Map.of(), origin);
            } else {
                throw EmailTokens.invalid();
            }
            return null;
        });
    }

    private void change(Tx tx, Account account, String email, Origin origin) {
        accounts.proveEmail(tx, account.id(), new Email(email));
        tokens.end(tx, account.id(), EmailTokens.VERIFY, EmailTokens.CHANGE, EmailTokens.RESET);
        note(tx, "account.email-changed", account, Map.of("email", email), origin);
        if (account.email() != null) {
            mail.changed(tx, account.email());
        }
    }

    private void note(Tx tx, String action, Account account, Map<String, Object> after, Origin origin) {
        Map<String, Object> before =
                after.isEmpty() || account.email() == null ? Map.of() : Map.of("email", account.email());
        audit.record(
                tx,
                AuditEntry.of(action, "account", account.id(), null)
                        .changing(before, after)
                        .by(Actor.anonymous(origin)));
    }
}
