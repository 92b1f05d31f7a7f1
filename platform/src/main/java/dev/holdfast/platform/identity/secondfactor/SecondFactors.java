package dev.holdfast.platform.identity.secondfactor;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Fields;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.identity.Account;
import dev.holdfast.platform.identity.Accounts;
import dev.holdfast.platform.identity.Credentials;
import dev.holdfast.platform.identity.Passwords;
import dev.holdfast.platform.identity.signin.Guessing;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** One's own second factor: beginning, confirming and removing it. */
@Component
final class SecondFactors {
    private static final String ISSUER = "Holdfast";
    private static final Actor SYSTEM = Actor.system("second-factor");

    private final Transactions transactions;
    private final TotpSecrets secrets;
    private final Accounts accounts;
    private final Passwords passwords;
    private final Guessing guessing;
    private final FactorChange change;

    SecondFactors(
            Transactions transactions,
            TotpSecrets secrets,
            Accounts accounts,
            Passwords passwords,
            Guessing guessing,
            FactorChange change) {
        this.transactions = transactions;
        this.secrets = secrets;
        this.accounts = accounts;
        this.passwords = passwords;
        this.guessing = guessing;
        this.change = change;
    }

    /**
     * A secret that is to be typed or scanned into an app.
     *
     * @param secret base 32
     * @param uri the same as an {@code otpauth} address, for a QR code
     */
    record Begun(String secret, String uri) {
        @Override
        public String toString() {
            return "Begun[…]";
        }
    }

    /**
     * A new secret, which counts once it is confirmed. Throws ALREADY_EXISTS when there is a confirmed one, FORBIDDEN when
     * the session isn't fresh.
     */
    Begun begin(Actor actor) {
        UUID id = actor.requireAccount();
        transactions.read(actor, tx -> {
            change.requireFresh(tx);
            return null;
        });
        return transactions.write(SYSTEM, tx -> {
            byte[] secret = secrets.begin(tx, id);
            if (secret.length == 0) {
                throw new Problem(
                        Code.ALREADY_EXISTS, "There is a second factor already. Remove it before you set up another.");
            }
            Account account = account(tx, id).account();
            String label = account.email() == null ? id.toString() : account.email();
            return new Begun(Totp.base32(secret), Totp.uri(secret, ISSUER, label));
        });
    }

    /** Turns the second factor on. Throws CREDENTIALS_WRONG when the code isn't right, RATE_LIMITED after too many of those. */
    void confirm(Actor actor, @Nullable String code) {
        UUID id = actor.requireAccount();
        Fields fields = new Fields();
        String digits = Codes.read(fields, code);
        fields.orThrow();
        stillStands(actor);
        settle(
                actor,
                id,
                tx -> {
                    if (secrets.confirmed(tx, id)) {
                        throw new Problem(Code.ALREADY_EXISTS, "There is a second factor already.");
                    }
                    return secrets.take(tx, id, digits);
                },
                FactorChange.ENABLED);
    }

    /**
     * Takes the second factor away, against a code of it or the password. Throws CREDENTIALS_WRONG when what was sent isn't
     * right, NOT_FOUND when there is none, RATE_LIMITED after too many failures.
     */
    void remove(Actor actor, @Nullable String password, @Nullable String code) {
        UUID id = actor.requireAccount();
        Fields fields = new Fields();
        if ((password == null) == (code == null)) {
            fields.refuse("password", "must be given, or code, and not both");
        }
        String secret = fields.optionalText("password", password, Passwords.TEXT_LENGTH_MAX);
        String digits = code == null ? null : Codes.read(fields, code);
        fields.orThrow();
        stillStands(actor);
        String hash = transactions.read(SYSTEM, tx -> {
            guessing.check(tx, Codes.subject(id));
            return account(tx, id).passwordHash();
        });
        boolean right = secret != null && passwords.matches(secret, hash);
        settle(
                actor,
                id,
                tx -> {
                    if (!secrets.confirmed(tx, id)) {
                        throw Problem.notFound("second factor");
                    }
                    boolean proved = digits == null
                            ? right && Objects.equals(account(tx, id).passwordHash(), hash)
                            : secrets.take(tx, id, digits);
                    return proved && secrets.remove(tx, id);
                },
                FactorChange.REMOVED);
    }

    /** What is tried inside the transaction that counts failures. */
    private interface Attempt {
        boolean succeeds(Tx tx);
    }

    private void settle(Actor actor, UUID id, Attempt attempt, String action) {
        boolean done = transactions.write(SYSTEM, tx -> {
            guessing.checkAlone(tx, Codes.subject(id));
            if (!attempt.succeeds(tx)) {
                guessing.failed(tx, Codes.subject(id));
                return false;
            }
            guessing.succeeded(tx, Codes.subject(id));
            change.note(tx, actor, account(tx, id).account(), action);
            return true;
        });
        if (!done) {
            guessing.refused("second-factor.refused", id, actor.origin());
            throw new Problem(
                    Code.CREDENTIALS_WRONG, "What was sent to prove it is wrong, or the code was used before.");
        }
    }

    /** The work is done in the program's own transactions, so that the session still stands is asked here. */
    private void stillStands(Actor actor) {
        transactions.read(actor, tx -> null);
    }

    private Credentials account(Tx tx, UUID id) {
        return accounts.credentials(tx, id).orElseThrow(() -> Problem.notFound("account"));
    }
}
