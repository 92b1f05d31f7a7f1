package dev.holdfast.platform.ai.budget;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Ids;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.ai.Tokens;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.db.Tx;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Holds calls to their limits. Before a call the most that it can cost is reserved, under the locks of the rows that it falls under;
 * afterwards what it did cost takes the reservation's place, in one transaction. So at any time settled and reserved together are within
 * each limit, whatever runs at once; and a call is refused only if it could really not fit at that moment.
 */
@Service
public class Budgets {

    private static final Duration GRACE = Duration.ofMinutes(5);
    private static final int SWEEP_MAX = 1_000;
    private static final int USAGE_MAX = 1_000;
    private static final Actor ACCOUNTANT = Actor.system("ai-budgets");

    private final Transactions transactions;
    private final BudgetStore store;
    private final BudgetSettings settings;
    private final Ids ids;

    Budgets(Transactions transactions, BudgetStore store, BudgetSettings settings, Ids ids) {
        this.transactions = transactions;
        this.store = store;
        this.settings = settings;
        this.ids = ids;
    }

    /**
     * Sets the most that a call can cost aside.
     *
     * @throws Problem BUDGET_EXCEEDED if it doesn't fit, with the member {@code budget}: scope, period, unit, limit, settled, reserved
     *     and needed (micro-dollars or tokens), and {@code Retry-After} unless it can never fit; NOT_FOUND if the actor isn't a member of
     *     the space
     */
    public Reservation reserve(Actor actor, Spending spending) {
        UUID account = actor.requireAccount();
        UUID space = spending.space();
        return transactions.write(actor, tx -> {
            if (space != null && tx.role(space).isEmpty()) {
                throw Problem.notFound("space");
            }
            LocalDate day = LocalDate.ofInstant(tx.now(), ZoneOffset.UTC);
            for (BudgetRow row : store.lock(account, space, day)) {
                Refusal.check(row, settings.limit(row), spending.bound(), tx.now());
            }
            Reservation reservation = new Reservation(ids.next(), spending);
            store.reserve(
                    account,
                    day,
                    reservation,
                    tx.now(),
                    tx.now().plus(spending.timeLimit()).plus(GRACE));
            return reservation;
        });
    }

    /**
     * Settles a call at what it used, on the day it was reserved. It does nothing if the reservation has expired in the meantime: then
     * it stands settled at its most.
     *
     * @param spent what the provider counted; null if it didn't say, which is charged at the most it can have been
     */
    public void settle(Reservation reservation, @Nullable Tokens spent) {
        transactions.write(
                ACCOUNTANT,
                tx -> store.take(reservation.id())
                        .map(held -> charge(
                                held,
                                spent,
                                tokens -> reservation.spending().model().costMicros(tokens)))
                        .isPresent());
    }

    /** Counts a call that costs nothing and falls under no limit. */
    public void count(Actor actor, @Nullable UUID space, String provider, String model, Tokens tokens) {
        UUID account = actor.requireAccount();
        transactions.write(ACCOUNTANT, tx -> {
            Held call = new Held(
                    account, space, LocalDate.ofInstant(tx.now(), ZoneOffset.UTC), provider, model, new Amount(0, 0));
            store.use(call, tokens, 0, true);
            return true;
        });
    }

    /** Checks that the actor may act in the space. Throws NOT_FOUND if it isn't a member. */
    public void requireMember(Actor actor, @Nullable UUID space) {
        boolean member =
                transactions.read(actor, tx -> space == null || tx.role(space).isPresent());
        if (!member) {
            throw Problem.notFound("space");
        }
    }

    /** Settles reservations that expired, at their most, each in a transaction of its own; returns how many there were. */
    public int sweep() {
        int count = 0;
        while (count < SWEEP_MAX && transactions.write(ACCOUNTANT, this::expireOne)) {
            count++;
        }
        return count;
    }

    /** What the actor's account has used since a day (UTC), latest first, at most 1,000 rows. */
    public List<Usage> usage(Actor actor, LocalDate from) {
        UUID account = actor.requireAccount();
        return transactions.read(actor, tx -> store.usage(account, from, USAGE_MAX));
    }

    private boolean expireOne(Tx tx) {
        Optional<Held> expired = store.takeExpired(tx.now());
        expired.ifPresent(held -> charge(held, null, tokens -> 0L));
        return expired.isPresent();
    }

    private Held charge(Held held, @Nullable Tokens spent, Function<Tokens, Long> price) {
        store.lock(held.account(), held.space(), held.day());
        if (spent == null) {
            store.charge(held, held.bound());
            store.use(held, new Tokens(held.bound().tokens(), 0), held.bound().micros(), false);
        } else {
            long micros = price.apply(spent);
            store.charge(held, new Amount(micros, spent.total()));
            if (spent.total() > 0) {
                store.use(held, spent, micros, true);
            }
        }
        return held;
    }
}
