package dev.holdfast.platform.identity.signin;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Fields;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.audit.Audit;
import dev.holdfast.platform.audit.AuditEntry;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.identity.Accounts;
import dev.holdfast.platform.identity.Credentials;
import dev.holdfast.platform.identity.Email;
import dev.holdfast.platform.identity.Passwords;
import dev.holdfast.platform.identity.session.Sessions;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Changing one's password. It ends all other sessions. Who has none yet may set one shortly after signing in, so that a
 * stolen access token alone doesn't suffice.
 */
@Component
final class PasswordChanges {
    private static final Actor SYSTEM = Actor.system("password-change");
    private static final Duration FRESH = Duration.ofMinutes(15);

    private final Transactions transactions;
    private final Accounts accounts;
    private final Passwords passwords;
    private final Sessions sessions;
    private final Guessing guessing;
    private final Audit audit;

    PasswordChanges(
            Transactions transactions,
            Accounts accounts,
            Passwords passwords,
            Sessions sessions,
            Guessing guessing,
            Audit audit) {
        this.transactions = transactions;
        this.accounts = accounts;
        this.passwords = passwords;
        this.sessions = sessions;
        this.guessing = guessing;
        this.audit = audit;
    }

    /**
     * Replaces the actor's password. Throws CREDENTIALS_WRONG when {@code current} isn't it, RATE_LIMITED after too many of
     * those, FORBIDDEN when there is none yet and the session isn't fresh.
     */
    void change(Actor actor, @Nullable String current, @Nullable String password) {
        UUID account = actor.requireAccount();
        UUID session = Objects.requireNonNull(actor.session());
        boolean fresh = transactions.read(
                actor, tx -> sessions.begun(tx, session).plus(FRESH).isAfter(tx.now()));
        Credentials known = transactions.read(SYSTEM, tx -> {
            guessing.check(tx, subject(account));
            return credentials(tx, account);
        });
        String secret = checked(known, current, password);
        String hash = known.passwordHash();
        if (hash == null && !fresh) {
            throw new Problem(Code.FORBIDDEN, "Sign in again before you set a first password.");
        }
        boolean right = hash == null || passwords.matches(current == null ? "" : current, hash);
        String next = right ? passwords.hash(secret) : null;
        boolean done = transactions.write(SYSTEM, tx -> {
            guessing.checkAlone(tx, subject(account));
            if (next == null || !Objects.equals(credentials(tx, account).passwordHash(), hash)) {
                guessing.failed(tx, subject(account));
                return false;
            }
            guessing.succeeded(tx, subject(account));
            accounts.setPassword(tx, account, next);
            sessions.end(tx, account, session, "password changed");
            audit.record(
                    tx,
                    AuditEntry.of("account.password-changed", "account", account, null)
                            .by(actor));
            return true;
        });
        if (!done) {
            guessing.refused("password-change.refused", account, actor.origin());
            throw new Problem(Code.CREDENTIALS_WRONG, "The current password is wrong.");
        }
    }

    private String checked(Credentials known, @Nullable String current, @Nullable String password) {
        Fields fields = new Fields();
        if (known.passwordHash() != null) {
            fields.text("current", current, Passwords.TEXT_LENGTH_MAX);
        }
        String email = known.account().email();
        String secret = passwords.read(fields, "password", password, email == null ? null : new Email(email));
        fields.orThrow();
        return secret;
    }

    private Credentials credentials(Tx tx, UUID account) {
        return accounts.credentials(tx, account).orElseThrow(() -> Problem.notFound("account"));
    }

    private static String subject(UUID account) {
        return "password-change:" + account;
    }
}
