package dev.holdfast.platform.identity.session;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Ids;
import dev.holdfast.platform.Origin;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.identity.Account;
import dev.holdfast.platform.identity.IdentitySettings;
import dev.holdfast.platform.identity.token.AccessTokens;
import dev.holdfast.platform.secrets.OpaqueToken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What can be done with sessions. A session ends when it is revoked, or wasn't used for its lifetime. */
@Component
public final class Sessions {
    private static final int SESSIONS_MAX = 200;
    private static final Duration KEPT_AFTER_END = Duration.ofDays(30);

    private final Transactions transactions;
    private final SessionStore store;
    private final AccessTokens accessTokens;
    private final IdentitySettings settings;
    private final Ids ids;

    Sessions(
            Transactions transactions,
            SessionStore store,
            AccessTokens accessTokens,
            IdentitySettings settings,
            Ids ids) {
        this.transactions = transactions;
        this.store = store;
        this.accessTokens = accessTokens;
        this.settings = settings;
        this.ids = ids;
    }

    /**
     * Begins a session for an account that has proved who it is. In a transaction of the worker's role. Of more than
     * {@value #SESSIONS_MAX} sessions the one that wasn't used for longest ends.
     */
    public SessionAnswer open(Tx tx, Account account, Origin origin) {
        UUID session = ids.next();
        store.add(session, account.id(), origin, tx.now(), tx.now().plus(settings.sessionLifetime()));
        store.trim(account.id(), tx.now().minus(KEPT_AFTER_END), SESSIONS_MAX);
        return answer(tx, account, session);
    }

    /** Ends all of an account's sessions but one. In a transaction of the worker's role. */
    public void end(Tx tx, UUID account, @Nullable UUID keep, String why) {
        store.revokeAll(account, keep, why, tx.now());
    }

    /** When a session began. Also in the account's own transactions. */
    public Instant begun(Tx tx, UUID session) {
        return store.begun(session);
    }

    List<Session> list(Actor actor) {
        UUID account = actor.requireAccount();
        return transactions.read(actor, tx -> store.list(account, actor.session(), tx.now()));
    }

    /** Ends one of the actor's sessions. Throws NOT_FOUND when it has no such session that stands. */
    void revoke(Actor actor, UUID id) {
        UUID account = actor.requireAccount();
        transactions.write(actor, tx -> {
            if (!store.revoke(account, id, "ended by its owner", tx.now())) {
                throw Problem.notFound("session");
            }
            return null;
        });
    }

    /** Ends all of the actor's sessions but the one that asks. */
    void revokeOthers(Actor actor) {
        UUID account = actor.requireAccount();
        transactions.write(actor, tx -> store.revokeAll(account, actor.session(), "ended by its owner", tx.now()));
    }

    /** Another pair for a session, which stands for its whole lifetime again. */
    SessionAnswer renew(Tx tx, Account account, UUID session, Origin origin) {
        store.touch(session, origin, tx.now(), tx.now().plus(settings.sessionLifetime()));
        store.forgetTokens(session, tx.now().minus(settings.sessionLifetime()));
        return answer(tx, account, session);
    }

    static Problem ended() {
        return new Problem(Code.UNAUTHENTICATED, "The session has ended. Sign in again.");
    }

    private SessionAnswer answer(Tx tx, Account account, UUID session) {
        OpaqueToken refresh = OpaqueToken.random(ids);
        store.addToken(refresh.hash(), session, tx.now());
        String access = accessTokens.issue(tx, account.id(), session);
        return new SessionAnswer(
                access, refresh.value(), settings.accessLifetime().toSeconds(), SessionAnswer.User.of(account));
    }
}
