package dev.holdfast.platform.identity.recovery;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Fields;
import dev.holdfast.platform.Origin;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.identity.Account;
import dev.holdfast.platform.identity.Accounts;
import dev.holdfast.platform.identity.Credentials;
import dev.holdfast.platform.identity.Email;
import dev.holdfast.platform.identity.session.SessionAnswer;
import dev.holdfast.platform.identity.session.Sessions;
import dev.holdfast.platform.identity.signin.Guessing;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Signing in with a recovery code, past password, passkey and second factor. An unknown account and a wrong code get the
 * same answer.
 */
@Component
final class Recoveries {
    private static final Actor ACTOR = Actor.system("recovery");

    private final Transactions transactions;
    private final RecoveryCodeStore store;
    private final Accounts accounts;
    private final Sessions sessions;
    private final Guessing guessing;
    private final RecoveryNotice notice;

    Recoveries(
            Transactions transactions,
            RecoveryCodeStore store,
            Accounts accounts,
            Sessions sessions,
            Guessing guessing,
            RecoveryNotice notice) {
        this.transactions = transactions;
        this.store = store;
        this.accounts = accounts;
        this.sessions = sessions;
        this.guessing = guessing;
        this.notice = notice;
    }

    /** Whose account it is: one of the two is given. */
    private record Named(@Nullable String email, @Nullable UUID id) {
        String subject() {
            return "recover:" + (id == null ? email : id);
        }
    }

    /** Begins a session and uses the code up. Throws CREDENTIALS_WRONG, or RATE_LIMITED after too many of those. */
    SessionAnswer recover(@Nullable String email, @Nullable String accountId, @Nullable String code, Origin origin) {
        guessing.admit(Guessing.LOGINS, origin);
        Fields fields = new Fields();
        Named named = named(fields, email, accountId);
        RecoveryCode given = new RecoveryCode(fields.text("code", code, RecoveryCode.TEXT_LENGTH_MAX));
        fields.orThrow();
        Optional<SessionAnswer> answer = transactions.write(ACTOR, tx -> {
            guessing.checkAlone(tx, named.subject());
            Account account = find(tx, named).orElse(null);
            if (account == null || !store.use(account.id(), given.hash())) {
                guessing.failed(tx, named.subject());
                return Optional.<SessionAnswer>empty();
            }
            guessing.succeeded(tx, named.subject());
            notice.give(tx, account, store.count(account.id()), origin);
            return Optional.of(sessions.open(tx, account, origin));
        });
        return answer.orElseThrow(() -> {
            guessing.refused("recovery.refused", named.id(), origin);
            return new Problem(
                    Code.CREDENTIALS_WRONG, "The account or the code is wrong, or the code was used before.");
        });
    }

    private static Named named(Fields fields, @Nullable String email, @Nullable String accountId) {
        if ((email == null) == (accountId == null)) {
            fields.refuse("email", "must be given, or accountId, and not both");
        }
        String address = fields.optionalText("email", email, Email.LENGTH_MAX);
        UUID id = fields.optionalUuid("accountId", accountId);
        return new Named(
                address == null ? null : Email.parse(address).map(Email::value).orElse(address), id);
    }

    private Optional<Account> find(Tx tx, Named named) {
        return named.id() != null
                ? accounts.find(tx, named.id())
                : accounts.credentials(tx, Objects.requireNonNull(named.email()))
                        .map(Credentials::account);
    }
}
