package dev.holdfast.platform.identity.email;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Fields;
import dev.holdfast.platform.Origin;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.identity.Account;
import dev.holdfast.platform.identity.Accounts;
import dev.holdfast.platform.identity.Credentials;
import dev.holdfast.platform.identity.Email;
import dev.holdfast.platform.identity.Passwords;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Setting a password that was forgotten, or a first one. Asking gets the same answer after the same work whether or not
 * there is such an account. It proves the address; a second factor stays, and is asked for at the next sign-in.
 */
@Component
final class PasswordResets {
    private static final Actor SYSTEM = Actor.system("password-reset");

    private final Transactions transactions;
    private final EmailTokens tokens;
    private final AccountMail mail;
    private final Accounts accounts;
    private final Passwords passwords;
    private final ResetEffects effects;

    PasswordResets(
            Transactions transactions,
            EmailTokens tokens,
            AccountMail mail,
            Accounts accounts,
            Passwords passwords,
            ResetEffects effects) {
        this.transactions = transactions;
        this.tokens = tokens;
        this.mail = mail;
        this.accounts = accounts;
        this.passwords = passwords;
        this.effects = effects;
    }

    /** Mails a link to the account with the address, if there is one. Throws RATE_LIMITED whether or not there is. */
    void forgot(@Nullable String email, Origin origin) {
        Fields fields = new Fields();
        Email address = Email.read(fields, "email", email);
        fields.orThrow();
        effects.admit(address, origin);
        transactions.write(SYSTEM, tx -> {
            Account account = accounts.credentials(tx, address.value())
                    .map(Credentials::account)
                    .orElse(null);
            String to = account == null || account.email() == null ? address.value() : account.email();
            var token = tokens.issue(tx, account == null ? null : account.id(), EmailTokens.RESET, to);
            effects.asked(tx, account, origin);
            if (account != null) {
                mail.reset(tx, to, token, tokens.lifetimeText(EmailTokens.RESET));
            }
            return null;
        });
    }

    /** Sets the password and ends all sessions. Throws INVALID when the token isn't good any more, or the password too weak. */
    void reset(@Nullable String token, @Nullable String password, Origin origin) {
        Fields fields = new Fields();
        var given = EmailTokens.read(fields, token);
        fields.text("password", password, Passwords.TEXT_LENGTH_MAX);
        fields.orThrow();
        Account named = transactions.write(SYSTEM, tx -> holder(tx, tokens.open(tx, given, EmailTokens.RESET)));
        Email address = new Email(Objects.requireNonNull(named.email()));
        String secret = passwords.read(fields, "password", password, address);
        fields.orThrow();
        String hash = passwords.hash(secret);
        transactions.write(SYSTEM, tx -> {
            // The token may have been used while this password was hashed.
            Account account = holder(tx, tokens.open(tx, given, EmailTokens.RESET));
            accounts.setPassword(tx, account.id(), hash);
            accounts.proveEmail(tx, account.id(), address);
            tokens.end(tx, account.id(), EmailTokens.VERIFY, EmailTokens.CHANGE, EmailTokens.RESET);
            effects.done(tx, account, address, origin);
            mail.wasReset(tx, address.value(), origin.address());
            return null;
        });
    }

    private Account holder(Tx tx, EmailTokenStore.Row row) {
        return accounts.find(tx, row.account())
                .filter(account -> row.email().equals(account.email()))
                .orElseThrow(EmailTokens::invalid);
    }
}
