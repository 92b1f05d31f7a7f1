package dev.holdfast.platform.identity.secondfactor;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Fields;
import dev.holdfast.platform.Origin;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.identity.Account;
import dev.holdfast.platform.identity.Accounts;
import dev.holdfast.platform.identity.session.SessionAnswer;
import dev.holdfast.platform.identity.session.Sessions;
import dev.holdfast.platform.identity.signin.Guessing;
import dev.holdfast.platform.secrets.OpaqueToken;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The second step of a sign-in. A challenge stands for five minutes and five wrong codes. */
@Component
final class SecondSteps {
    private static final int FAILURES_MAX = 5;
    private static final Actor ACTOR = Actor.system("second-factor");

    private final Transactions transactions;
    private final SecondStepStore store;
    private final TotpSecrets secrets;
    private final Accounts accounts;
    private final Sessions sessions;
    private final Guessing guessing;

    SecondSteps(
            Transactions transactions,
            SecondStepStore store,
            TotpSecrets secrets,
            Accounts accounts,
            Sessions sessions,
            Guessing guessing) {
        this.transactions = transactions;
        this.store = store;
        this.secrets = secrets;
        this.accounts = accounts;
        this.sessions = sessions;
        this.guessing = guessing;
    }

    /**
     * Begins a session for whoever sends a challenge with the code of the moment. Throws CREDENTIALS_WRONG when either
     * isn't right, RATE_LIMITED after too many wrong codes.
     */
    SessionAnswer finish(@Nullable String challenge, @Nullable String code, Origin origin) {
        guessing.admit(Guessing.LOGINS, origin);
        Fields fields = new Fields();
        byte[] hash = new OpaqueToken(fields.text("challenge", challenge, OpaqueToken.LENGTH_MAX)).hash();
        String digits = Codes.read(fields, code);
        fields.orThrow();
        Optional<SessionAnswer> answer = transactions.write(
                ACTOR, tx -> store.find(hash, tx.now()).flatMap(account -> settle(tx, hash, account, digits, origin)));
        return answer.orElseThrow(() -> {
            guessing.refused("second-step.refused", null, origin);
            return new Problem(
                    Code.CREDENTIALS_WRONG, "The code is wrong or was used before, or the sign-in took too long.");
        });
    }

    private Optional<SessionAnswer> settle(Tx tx, byte[] challenge, UUID id, String code, Origin origin) {
        guessing.checkAlone(tx, Codes.subject(id));
        Account account = accounts.find(tx, id).orElse(null);
        if (account == null || !secrets.confirmed(tx, id) || !secrets.take(tx, id, code)) {
            guessing.failed(tx, Codes.subject(id));
            store.fail(challenge, FAILURES_MAX);
            return Optional.empty();
        }
        guessing.succeeded(tx, Codes.subject(id));
        store.remove(id);
        return Optional.of(sessions.open(tx, account, origin));
    }
}
