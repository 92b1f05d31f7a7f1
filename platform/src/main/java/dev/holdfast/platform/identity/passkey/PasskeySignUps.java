package dev.holdfast.platform.identity.passkey;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Fields;
import dev.holdfast.platform.Origin;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.identity.Account;
import dev.holdfast.platform.identity.Accounts;
import dev.holdfast.platform.identity.Email;
import dev.holdfast.platform.identity.IdentitySettings;
import dev.holdfast.platform.identity.recovery.RecoveryCodes;
import dev.holdfast.platform.identity.session.SessionAnswer;
import dev.holdfast.platform.identity.session.Sessions;
import dev.holdfast.platform.identity.signin.Guessing;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Making an account that has a passkey and no password, with an e-mail address or without. */
@Component
final class PasskeySignUps {
    private static final Actor SYSTEM = Actor.system("sign-up");

    private final Transactions transactions;
    private final Ceremonies ceremonies;
    private final PasskeyKeeper keeper;
    private final Accounts accounts;
    private final Sessions sessions;
    private final SignUpRules rules;

    PasskeySignUps(
            Transactions transactions,
            Ceremonies ceremonies,
            PasskeyKeeper keeper,
            Accounts accounts,
            Sessions sessions,
            SignUpRules rules) {
        this.transactions = transactions;
        this.ceremonies = ceremonies;
        this.keeper = keeper;
        this.accounts = accounts;
        this.sessions = sessions;
        this.rules = rules;
    }

    /** What surrounds a sign-up: whether and how often one may, and what an account without an address is given. */
    @Component
    record SignUpRules(IdentitySettings settings, Guessing guessing, RecoveryCodes codes) {}

    /**
     * The new account's session.
     *
     * @param codes recovery codes of an account without an e-mail address; null where there is one
     */
    record Joined(SessionAnswer session, @Nullable List<String> codes) {}

    /** Begins. Throws ALREADY_EXISTS when the address is taken, CONFLICT where there can be no passkeys. */
    PasskeyOptions<PasskeyOptions.Creation> begin(@Nullable String email, @Nullable String displayName, Origin origin) {
        if (!rules.settings().signup()) {
            throw new Problem(Code.FORBIDDEN, "This server takes no new accounts. Ask its administrator for one.");
        }
        rules.guessing().admit(Guessing.SIGN_UPS, origin);
        Fields fields = new Fields();
        String address =
                email == null ? null : Email.read(fields, "email", email).value();
        String name = fields.optionalText("displayName", displayName, Fields.NAME_LENGTH_MAX);
        fields.orThrow();
        return transactions.write(SYSTEM, tx -> {
            if (address != null && accounts.credentials(tx, address).isPresent()) {
                // Told before the authenticator makes a passkey that would lead nowhere.
                throw new Problem(Code.ALREADY_EXISTS, "There is an account with this e-mail address. Sign in to it.");
            }
            return ceremonies.signUp(tx, address, name);
        });
    }

    /** Makes the account and begins its first session. */
    Joined finish(@Nullable String ceremonyId, @Nullable JsonNode credential, @Nullable String name, Origin origin) {
        PasskeyKeeper.Answer answer = PasskeyKeeper.Answer.read(ceremonyId, credential, name);
        Ceremony ceremony = ceremonies.require(answer.ceremony(), Ceremony.Purpose.SIGNUP, null);
        CredentialCheck.Made made = keeper.made(answer, ceremony);
        return transactions.write(SYSTEM, tx -> {
            Email email = ceremony.email() == null ? null : new Email(ceremony.email());
            Account account = accounts.create(tx, email, null, ceremony.displayName());
            keeper.keep(tx, account, ceremony, made, answer.name(), Actor.anonymous(origin));
            List<String> codes = email == null ? rules.codes().issue(tx, account.id()) : null;
            return new Joined(sessions.open(tx, account, origin), codes);
        });
    }
}
