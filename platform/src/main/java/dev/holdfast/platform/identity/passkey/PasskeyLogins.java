package dev.holdfast.platform.identity.passkey;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Origin;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.identity.Accounts;
import dev.holdfast.platform.identity.session.SessionAnswer;
import dev.holdfast.platform.identity.session.Sessions;
import dev.holdfast.platform.identity.signin.Guessing;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Signing in with a passkey. The authenticator has verified the person, so no second factor is asked for. Whatever is
 * wrong, the answer is the same.
 */
@Component
public final class PasskeyLogins {
    private static final Actor SYSTEM = Actor.system("sign-in");

    private final Transactions transactions;
    private final PasskeyStore store;
    private final Ceremonies ceremonies;
    private final CredentialCheck check;
    private final Guessing guessing;
    private final Entrance entrance;

    PasskeyLogins(
            Transactions transactions,
            PasskeyStore store,
            Ceremonies ceremonies,
            CredentialCheck check,
            Guessing guessing,
            Entrance entrance) {
        this.transactions = transactions;
        this.store = store;
        this.ceremonies = ceremonies;
        this.check = check;
        this.guessing = guessing;
        this.entrance = entrance;
    }

    /** What lets an account in. */
    @Component
    record Entrance(Accounts accounts, Sessions sessions) {}

    /** Begins. Throws CONFLICT where there can be no passkeys. */
    public PasskeyOptions<PasskeyOptions.Request> begin() {
        return ceremonies.logIn();
    }

    /** Begins a session for whoever's passkey signed. Throws CREDENTIALS_WRONG. */
    public SessionAnswer finish(@Nullable String ceremonyId, @Nullable JsonNode credential, Origin origin) {
        guessing.admit(Guessing.LOGINS, origin);
        PasskeyKeeper.Answer answer = PasskeyKeeper.Answer.read(ceremonyId, credential, null);
        Ceremony ceremony =
                ceremonies.take(answer.ceremony(), Ceremony.Purpose.LOGIN, null).orElse(null);
        CredentialCheck.Signed signed = check.read(answer.credential()).orElseThrow(() -> refused(null, origin));
        if (ceremony == null) {
            throw refused(null, origin);
        }
        PasskeyStore.Stored key = transactions
                .read(SYSTEM, tx -> store.byCredential(signed.credentialId()))
                .orElseThrow(() -> refused(null, origin));
        CredentialCheck.Used used = check.used(signed, ceremony, key).orElseThrow(() -> refused(key.account(), origin));
        Optional<SessionAnswer> session = transactions.write(
                SYSTEM,
                tx -> store.use(key, used, tx.now())
                        ? entrance.accounts()
                                .find(tx, key.account())
                                .map(account -> entrance.sessions().open(tx, account, origin))
                        : Optional.empty());
        return session.orElseThrow(() -> refused(key.account(), origin));
    }

    private Problem refused(@Nullable UUID account, Origin origin) {
        guessing.refused("passkey.refused", account, origin);
        return new Problem(
                Code.CREDENTIALS_WRONG, "This passkey isn't known here, or the sign-in took too long. Begin again.");
    }
}
