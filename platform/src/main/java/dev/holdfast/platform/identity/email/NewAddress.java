package dev.holdfast.platform.identity.email;

import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.identity.Account;
import dev.holdfast.platform.identity.IdentitySettings;
import dev.holdfast.platform.identity.Newcomer;
import org.springframework.stereotype.Component;

/** Mails a new account the link that proves its address, where addresses must be proved. */
@Component
final class NewAddress implements Newcomer {
    private final IdentitySettings settings;
    private final EmailTokens tokens;
    private final AccountMail mail;

    NewAddress(IdentitySettings settings, EmailTokens tokens, AccountMail mail) {
        this.settings = settings;
        this.tokens = tokens;
        this.mail = mail;
    }

    @Override
    public void arrived(Tx tx, Account account) {
        String email = account.email();
        if (email != null && settings.verifyEmail() == IdentitySettings.VerifyEmail.REQUIRED) {
            mail.verify(
                    tx,
                    email,
                    tokens.issue(tx, account.id(), EmailTokens.VERIFY, email),
                    tokens.lifetimeText(EmailTokens.VERIFY));
        }
    }
}
