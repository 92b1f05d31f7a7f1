package dev.holdfast.platform.http.idempotency;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Ids;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.secrets.SealedColumn;
import dev.holdfast.platform.secrets.Sealer;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Remembers requests with a key and their answers. */
@Component
final class IdempotentRequests implements SealedColumn {
    private static final Duration KEPT = Duration.ofHours(24);
    private static final Duration RUNNING_MAX = Duration.ofMinutes(2);
    private static final int CLEANED_EVERY = 200;
    private static final int CLEANED_MAX = 1_000;
    /** Answers may be of some megabytes each. */
    private static final int RESEALED_MAX = 10;

    private final Transactions transactions;
    private final RequestStore store;
    private final Sealer sealer;
    private final Ids ids;
    private final AtomicInteger begun = new AtomicInteger();

    IdempotentRequests(Transactions transactions, RequestStore store, Sealer sealer, Ids ids) {
        this.transactions = transactions;
        this.store = store;
        this.sealer = sealer;
        this.ids = ids;
    }

    /**
     * A request that was begun, or whose answer is known.
     *
     * @param run the id under which it was begun
     * @param answer its answer from before; null when it must run now
     */
    record Begun(UUID run, @Nullable Answer answer) {}

    /**
     * Begins a request, unless it is known. Throws IDEMPOTENCY_MISMATCH when the key stands for another one, IDEMPOTENCY_RUNNING
     * while the first one runs.
     */
    Begun begin(Actor actor, byte[] scope, byte[] fingerprint) {
        if (begun.incrementAndGet() % CLEANED_EVERY == 0) {
            transactions.write(Actor.system("idempotency"), tx -> store.clean(tx.now(), CLEANED_MAX));
        }
        UUID account = actor.requireAccount();
        UUID run = ids.next();
        Optional<RequestStore.Known> known = transactions.write(actor, tx -> {
            if (store.begin(account, scope, fingerprint, run, tx.now(), tx.now().plus(RUNNING_MAX))) {
                return Optional.empty();
            }
            return Optional.of(store.find(account, scope).orElseThrow(IdempotentRequests::running));
        });
        if (known.isEmpty()) {
            return new Begun(run, null);
        }
        if (!MessageDigest.isEqual(known.get().fingerprint(), fingerprint)) {
            throw new Problem(
                    Code.IDEMPOTENCY_MISMATCH, "This Idempotency-Key was sent with another request. Use a new one.");
        }
        byte[] sealed = known.get().answer();
        if (sealed == null) {
            throw running();
        }
        return new Begun(run, Answer.decode(sealer.open(sealed, context(account, scope))));
    }

    /** Keeps the answer of a request that was begun. */
    void finish(Actor actor, byte[] scope, UUID run, Answer answer) {
        UUID account = actor.requireAccount();
        byte[] sealed = sealer.seal(answer.encode(), context(account, scope));
        transactions.write(Actor.system("idempotency"), tx -> {
            store.finish(account, scope, run, sealed, tx.now().plus(KEPT));
            return run;
        });
    }

    /** Forgets a request that was begun, so that the same key may run again. */
    void release(Actor actor, byte[] scope, UUID run) {
        UUID account = actor.requireAccount();
        transactions.write(Actor.system("idempotency"), tx -> {
            store.release(account, scope, run);
            return run;
        });
    }

    @Override
    public String name() {
        return "platform.idempotent_requests.answer";
    }

    @Override
    public String holds() {
        return "answers to requests with an Idempotency-Key, which may show a secret";
    }

    @Override
    public int reseal(Tx tx, Sealer by, int limit) {
        List<RequestStore.Due> due = store.due(by.currentPrefix(), Math.min(limit, RESEALED_MAX));
        due.forEach(row ->
                store.reseal(row.account(), row.scope(), by.reseal(row.sealed(), context(row.account(), row.scope()))));
        return due.size();
    }

    private static String context(UUID account, byte[] scope) {
        return "idempotent-answer:" + account + ":" + HexFormat.of().formatHex(scope);
    }

    private static Problem running() {
        return new Problem(Code.IDEMPOTENCY_RUNNING, "The first request with this Idempotency-Key is still running.")
                .withHeader("Retry-After", "1");
    }
}
