package dev.holdfast.platform.identity.signin;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Fields;
import dev.holdfast.platform.Origin;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.identity.Accounts;
import dev.holdfast.platform.identity.Email;
import dev.holdfast.platform.identity.IdentitySettings;
import dev.holdfast.platform.identity.Passwords;
import dev.holdfast.platform.identity.session.SessionAnswer;
import dev.holdfast.platform.identity.session.Sessions;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Signing up with e-mail address and password. */
@Component
final class SignUps {
    private static final Actor ACTOR = Actor.system("sign-up");

    private final Transactions transactions;
    private final Accounts accounts;
    private final Passwords passwords;
    private final Sessions sessions;
    private final IdentitySettings settings;
    private final Guessing guessing;

    SignUps(
            Transactions transactions,
            Accounts accounts,
            Passwords passwords,
            Sessions sessions,
            IdentitySettings settings,
            Guessing guessing) {
        this.transactions = transactions;
        this.accounts = accounts;
        this.passwords = passwords;
        this.sessions = sessions;
        this.settings = settings;
        this.guessing = guessing;
    }

    /** Makes an account and begins its first session. Throws ALREADY_EXISTS when the address is taken. */
    SessionAnswer signUp(
            @Nullable String email, @Nullable String password, @Nullable String displayName, Origin origin) {
        if (!settings.signup()) {
            throw new Problem(Code.FORBIDDEN, "This server takes no new accounts. Ask its administrator for one.");
        }
        guessing.admit(Guessing.SIGN_UPS, origin);
        Fields fields = new Fields();
        Email address = Email.read(fields, "email", email);
        String secret = passwords.read(fields, "password", password, address);
        String name = fields.optionalText("displayName", displayName, Fields.NAME_LENGTH_MAX);
        fields.orThrow();
        String hash = passwords.hash(secret);
        return transactions.write(ACTOR, tx -> sessions.open(tx, accounts.create(tx, address, hash, name), origin));
    }
}
