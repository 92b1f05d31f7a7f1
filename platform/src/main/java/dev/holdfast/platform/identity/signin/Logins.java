package dev.holdfast.platform.identity.signin;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Fields;
import dev.holdfast.platform.Origin;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.identity.Accounts;
import dev.holdfast.platform.identity.Credentials;
import dev.holdfast.platform.identity.Email;
import dev.holdfast.platform.identity.Passwords;
import dev.holdfast.platform.identity.SecondFactor;
import dev.holdfast.platform.identity.session.SessionAnswer;
import dev.holdfast.platform.identity.session.Sessions;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Signing in with e-mail address and password. A wrong password and an unknown address get the same answer after the same
 * work: one hash.
 */
@Component
final class Logins {
    private static final Actor ACTOR = Actor.system("sign-in");

    private final Transactions transactions;
    private final Accounts accounts;
    private final Passwords passwords;
    private final Sessions sessions;
    private final Guessing guessing;
    private final ObjectProvider<SecondFactor> secondFactor;

    Logins(
            Transactions transactions,
            Accounts accounts,
            Passwords passwords,
            Sessions sessions,
            Guessing guessing,
            ObjectProvider<SecondFactor> secondFactor) {
        this.transactions = transactions;
        this.accounts = accounts;
        this.passwords = passwords;
        this.sessions = sessions;
        this.guessing = guessing;
        this.secondFactor = secondFactor;
    }

    /** What became of a try; failures and challenges must be committed before they are told. */
    private sealed interface Outcome {
        /** Let in. */
        record In(SessionAnswer answer) implements Outcome {}

        /** The password was right; a second factor is asked for. */
        record Challenged(String challenge) implements Outcome {}

        /** Not let in. */
        record Refused(@Nullable UUID account) implements Outcome {}
    }

    /** Begins a session. Throws CREDENTIALS_WRONG, SECOND_FACTOR_REQUIRED with {@code challenge}, or RATE_LIMITED. */
    SessionAnswer login(@Nullable String email, @Nullable String password, Origin origin) {
        guessing.admit(Guessing.LOGINS, origin);
        Fields fields = new Fields();
        String address = fields.text("email", email, Email.LENGTH_MAX);
        String secret = fields.text("password", password, Passwords.TEXT_LENGTH_MAX);
        fields.orThrow();
        String named = Email.parse(address).map(Email::value).orElse(address);
        Optional<Credentials> known = transactions.read(ACTOR, tx -> {
            guessing.check(tx, named);
            return accounts.credentials(tx, named);
        });
        String hash = known.map(Credentials::passwordHash).orElse(null);
        boolean right = passwords.matches(secret, hash);
        String better = right && hash != null && passwords.outdated(hash) ? passwords.hash(secret) : null;
        Outcome outcome = transactions.write(ACTOR, tx -> {
            guessing.checkAlone(tx, named);
            return settle(tx, named, right ? hash : null, better, origin);
        });
        return switch (outcome) {
            case Outcome.In in -> in.answer();
            case Outcome.Challenged challenged ->
                throw new Problem(
                                Code.SECOND_FACTOR_REQUIRED,
                                "The password is right. Send the challenge with a code of the second factor.")
                        .with("challenge", challenged.challenge());
            case Outcome.Refused refused -> {
                guessing.refused("login.refused", refused.account(), origin);
                throw new Problem(Code.CREDENTIALS_WRONG, "E-mail address or password is wrong.");
            }
        };
    }

    private Outcome settle(Tx tx, String named, @Nullable String rightHash, @Nullable String better, Origin origin) {
        Credentials now = accounts.credentials(tx, named).orElse(null);
        // The password may have been changed while this one was hashed.
        if (now == null || rightHash == null || !Objects.equals(now.passwordHash(), rightHash)) {
            guessing.failed(tx, named);
            return new Outcome.Refused(now == null ? null : now.account().id());
        }
        UUID account = now.account().id();
        guessing.succeeded(tx, named);
        if (better != null) {
            accounts.setPassword(tx, account, better);
        }
        SecondFactor second = secondFactor.getIfAvailable();
        if (second != null && second.enabled(tx, account)) {
            return new Outcome.Challenged(second.challenge(tx, account));
        }
        return new Outcome.In(sessions.open(tx, now.account(), origin));
    }
}
