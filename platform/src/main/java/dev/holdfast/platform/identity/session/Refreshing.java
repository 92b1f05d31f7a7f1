package dev.holdfast.platform.identity.session;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Origin;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.audit.SecurityEvent;
import dev.holdfast.platform.audit.SecurityEvents;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.identity.Account;
import dev.holdfast.platform.identity.Accounts;
import dev.holdfast.platform.secrets.OpaqueToken;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Exchanges a refresh token for another pair, once. A token that comes again was copied, by a thief or by a bug: its whole
 * session ends, so that whoever holds the newer one is out too. Who may lose an answer, or has two tabs, sends an
 * {@code Idempotency-Key}: the same key with the same token gets the same pair for a minute after the first use.
 */
@Component
final class Refreshing {
    private static final Duration REPLAY = Duration.ofSeconds(60);
    private static final Actor ACTOR = Actor.system("sessions");

    private final Transactions transactions;
    private final SessionStore store;
    private final Sessions sessions;
    private final Accounts accounts;
    private final SealedAnswers sealed;
    private final SecurityEvents security;

    Refreshing(
            Transactions transactions,
            SessionStore store,
            Sessions sessions,
            Accounts accounts,
            SealedAnswers sealed,
            SecurityEvents security) {
        this.transactions = transactions;
        this.store = store;
        this.sessions = sessions;
        this.accounts = accounts;
        this.sealed = sealed;
        this.security = security;
    }

    /** What became of a try; a reuse must be committed before it is told. */
    private sealed interface Outcome {
        /** Another pair, or the same once more. */
        record Renewed(SessionAnswer answer) implements Outcome {}

        /** The token was used before: its session has ended now. */
        record Reused() implements Outcome {}

        /** No such token, or its session has ended. */
        record Refused() implements Outcome {}
    }

    /**
     * Another pair for the token. Throws UNAUTHENTICATED when it is unknown or its session has ended, TOKEN_REUSED when it
     * was used before.
     *
     * @param idempotencyKey the request's Idempotency-Key; null without one
     */
    SessionAnswer refresh(OpaqueToken token, @Nullable String idempotencyKey, Origin origin) {
        Outcome outcome = transactions.write(
                ACTOR,
                tx -> store.findToken(token.hash(), tx.now())
                        .map(found -> attempt(tx, found, idempotencyKey, origin))
                        .orElseGet(Outcome.Refused::new));
        return switch (outcome) {
            case Outcome.Renewed renewed -> renewed.answer();
            case Outcome.Reused reused ->
                throw new Problem(
                        Code.TOKEN_REUSED,
                        "This refresh token was used before, so its session has ended. Sign in again.");
            case Outcome.Refused refused -> {
                security.note(new SecurityEvent("refresh-token.refused", Actor.anonymous(origin), null, null));
                throw Sessions.ended();
            }
        };
    }

    /** Ends the session of a refresh token, used or not; nothing happens when there is none. */
    void logout(OpaqueToken token) {
        transactions.write(ACTOR, tx -> {
            store.findToken(token.hash(), tx.now())
                    .ifPresent(found -> store.revoke(found.account(), found.session(), "signed out", tx.now()));
            return null;
        });
    }

    private Outcome attempt(Tx tx, SessionStore.Token token, @Nullable String idempotencyKey, Origin origin) {
        if (!token.stands()) {
            return new Outcome.Refused();
        }
        byte[] key = idempotencyKey == null ? null : OpaqueToken.sha256(idempotencyKey);
        if (token.usedAt() != null) {
            boolean soon = !tx.now().isAfter(token.usedAt().plus(REPLAY));
            if (soon && key != null && token.replay() != null && MessageDigest.isEqual(key, token.replayKey())) {
                return new Outcome.Renewed(sealed.open(token.replay(), token.session()));
            }
            store.revoke(token.account(), token.session(), "refresh token reused", tx.now());
            security.record(
                    tx,
                    new SecurityEvent(
                            "refresh-token.reused",
                            Actor.session(token.account(), token.session(), origin),
                            token.account(),
                            null));
            return new Outcome.Reused();
        }
        Optional<Account> account = accounts.find(tx, token.account());
        if (account.isEmpty()) {
            return new Outcome.Refused();
        }
        SessionAnswer answer = sessions.renew(tx, account.get(), token.session(), origin);
        byte[] replay = key == null ? null : sealed.seal(answer, token.session());
        store.useToken(token.hash(), key, replay, tx.now());
        store.dropReplays(token.session(), tx.now().minus(REPLAY));
        return new Outcome.Renewed(answer);
    }
}
