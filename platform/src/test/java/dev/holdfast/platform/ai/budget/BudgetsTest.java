package dev.holdfast.platform.ai.budget;

import static dev.holdfast.platform.ai.AiFixture.ANN;
import static dev.holdfast.platform.ai.AiFixture.BOB;
import static dev.holdfast.platform.ai.AiFixture.SPACE;
import static dev.holdfast.platform.ai.AiFixture.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.ai.AiFixture;
import dev.holdfast.platform.ai.PricedModel;
import dev.holdfast.platform.ai.Tokens;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetsTest {

    /** A dollar for a million tokens: a token is a micro-dollar, which makes sums easy to read. */
    private static final PricedModel MODEL = new PricedModel("m", 1_000_000, 1_000_000);

    private @Nullable AiFixture fixture;

    @AfterEach
    void stop() {
        if (fixture != null) {
            fixture.close();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void neverOverAndNeverFalselyRefused(long seed) throws Exception {
        long userLimit = 100_000;
        long spaceLimit = 150_000;
        Budgets budgets = boot(Map.of(
                "holdfast.ai.budget.user-usd-per-day",
                "0.1",
                "holdfast.ai.budget.space-tokens-per-month",
                Long.toString(spaceLimit)));
        fixture()
                .database()
                .asOwner("insert into platform.members (space_id, account_id, role, created_at) values ('" + SPACE
                        + "', '" + BOB + "', 'viewer', now())");
        AtomicLong settled = new AtomicLong();
        AtomicLong refused = new AtomicLong();
        List<Future<?>> threads = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(12)) {
            for (int thread = 0; thread < 12; thread++) {
                Random random = new Random(seed * 1000 + thread);
                Actor actor = person(thread % 2 == 0 ? ANN : BOB);
                threads.add(pool.submit(() -> spend(budgets, actor, random, settled, refused)));
            }
        }
        for (Future<?> thread : threads) {
            thread.get();
        }
        assertThat(refused.get()).as("seed %d reaches the limits", seed).isPositive();
        assertThat(fixture().rows("select sum(reserved_micros) + sum(reserved_tokens) from platform.ai_budgets"))
                .containsExactly("0");
        assertThat(fixture().rows("select count(*) from platform.ai_reservations"))
                .containsExactly("0");
        assertThat(
                        fixture()
                                .rows(
                                        "select settled_tokens from platform.ai_budgets where scope = 'space' and period = 'month'"))
                .containsExactly(Long.toString(settled.get()));
        assertThat(fixture().rows("select sum(cost_micros) from platform.ai_usage"))
                .containsExactly(Long.toString(settled.get()));
        assertThat(settled.get()).isLessThanOrEqualTo(spaceLimit);
        for (String spent : fixture()
                .rows("select settled_micros from platform.ai_budgets where scope = 'account' and period = 'day'")) {
            assertThat(Long.parseLong(spent)).isLessThanOrEqualTo(userLimit);
        }
    }

    private void spend(Budgets budgets, Actor actor, Random random, AtomicLong settled, AtomicLong refused) {
        for (int i = 0; i < 25; i++) {
            long most = 1 + random.nextInt(9_000);
            Reservation reservation;
            try {
                reservation = budgets.reserve(actor, spending(SPACE, most));
            } catch (Problem e) {
                assertThat(e.code()).isEqualTo(Code.BUDGET_EXCEEDED);
                assertCouldNotFit(e, most);
                refused.incrementAndGet();
                continue;
            }
            assertThat(fixture().rows("""
                    select count(*) from platform.ai_budgets
                     where (scope = 'account' and period = 'day' and settled_micros + reserved_micros > 100000)
                        or (scope = 'space' and period = 'month' and settled_tokens + reserved_tokens > 150000)
                    """)).containsExactly("0");
            int kind = random.nextInt(10);
            if (kind == 0) {
                budgets.settle(reservation, null);
                settled.addAndGet(most);
            } else {
                long spent = kind < 3 ? 0 : random.nextLong(most + 1);
                budgets.settle(reservation, new Tokens(spent / 2, spent - spent / 2));
                settled.addAndGet(spent);
            }
        }
    }

    private static void assertCouldNotFit(Problem e, long needed) {
        Map<?, ?> budget = (Map<?, ?>) Objects.requireNonNull(e.extensions().get("budget"));
        assertThat(budget.get("needed")).isEqualTo(needed);
        assertThat(number(budget, "settled") + number(budget, "reserved") + needed)
                .isGreaterThan(number(budget, "limit"));
        assertThat(number(budget, "settled") + number(budget, "reserved")).isLessThanOrEqualTo(number(budget, "limit"));
    }

    private static long number(Map<?, ?> budget, String name) {
        return ((Number) Objects.requireNonNull(budget.get(name))).longValue();
    }

    @Test
    void fitsToTheLastMicroDollar() {
        Budgets budgets = boot(Map.of("holdfast.ai.budget.user-usd-per-day", "0.0001"));
        Reservation first = budgets.reserve(person(ANN), spending(null, 60));
        Reservation second = budgets.reserve(person(ANN), spending(null, 40));
        Problem soon = refused(() -> budgets.reserve(person(ANN), spending(null, 1)));
        assertThat(soon.headers()).containsEntry("Retry-After", "5");
        budgets.settle(first, new Tokens(60, 0));
        budgets.settle(second, new Tokens(0, 39));
        budgets.settle(budgets.reserve(person(ANN), spending(null, 1)), new Tokens(1, 0));
        Problem tomorrow = refused(() -> budgets.reserve(person(ANN), spending(null, 1)));
        assertThat(Long.parseLong(Objects.requireNonNull(tomorrow.headers().get("Retry-After"))))
                .isBetween(1L, 86_401L);
        assertThat(tomorrow.detail())
                .isEqualTo("Your account may use $0.000100 of AI a day. $0.000100 is used and $0.000000 held by calls"
                        + " under way; this call may need up to $0.000001.");
        budgets.settle(budgets.reserve(person(BOB), spending(null, 100)), Tokens.NONE);
        assertThat(refused(() -> budgets.reserve(person(BOB), spending(null, 101)))
                        .headers())
                .isEmpty();
    }

    @Test
    void beginsAnewWithTheDay() {
        Budgets budgets = boot(Map.of("holdfast.ai.budget.user-tokens-per-day", "10"));
        Reservation late = budgets.reserve(person(ANN), spending(null, 10));
        fixture().clock().advance(Duration.ofDays(1));
        Reservation next = budgets.reserve(person(ANN), spending(null, 10));
        budgets.settle(late, new Tokens(10, 0));
        budgets.settle(next, new Tokens(1, 0));
        assertThat(fixture()
                        .rows("select settled_tokens from platform.ai_budgets where period = 'day' order by starts_on"))
                .containsExactly("10", "1");
    }

    @Test
    void settlesWhatCrashedAtItsMost() {
        Budgets budgets = boot(Map.of("holdfast.ai.budget.user-tokens-per-day", "100"));
        Reservation crashed = budgets.reserve(person(ANN), spending(SPACE, 70));
        assertThat(budgets.sweep()).isZero();
        fixture().clock().advance(Duration.ofMinutes(7));
        Reservation running = budgets.reserve(person(ANN), spending(null, 20));
        assertThat(budgets.sweep()).isEqualTo(1);
        budgets.settle(crashed, new Tokens(1, 1));
        budgets.settle(running, new Tokens(1, 1));
        budgets.settle(running, new Tokens(1, 1));
        assertThat(
                        fixture()
                                .rows(
                                        "select sum(settled_tokens), sum(reserved_tokens) from platform.ai_budgets where period = 'day' and scope = 'account'"))
                .containsExactly("72 0");
        assertThat(fixture().rows("select sum(calls), sum(uncounted), sum(cost_micros) from platform.ai_usage"))
                .containsExactly("2 1 72");
    }

    @Test
    void countsWhatWasUsed() {
        Budgets budgets = boot(Map.of());
        budgets.settle(budgets.reserve(person(ANN), spending(SPACE, 50)), new Tokens(20, 5));
        budgets.settle(budgets.reserve(person(ANN), spending(SPACE, 50)), new Tokens(2, 1));
        budgets.settle(budgets.reserve(person(BOB), spending(null, 50)), new Tokens(7, 7));
        assertThat(budgets.usage(person(ANN), LocalDate.EPOCH)).singleElement().satisfies(usage -> {
            assertThat(usage.tokens()).isEqualTo(new Tokens(22, 6));
            assertThat(usage.calls()).isEqualTo(2);
            assertThat(usage.costMicros()).isEqualTo(28);
            assertThat(usage.space()).isEqualTo(SPACE);
        });
    }

    @Test
    void letsNobodySpendInAForeignSpace() {
        Budgets budgets = boot(Map.of());
        assertThatThrownBy(() -> budgets.reserve(person(BOB), spending(SPACE, 1)))
                .isInstanceOfSatisfying(Problem.class, e -> assertThat(e.code()).isEqualTo(Code.NOT_FOUND));
        assertThat(fixture().rows("select count(*) from platform.ai_budgets")).containsExactly("0");
    }

    private Budgets boot(Map<String, String> settings) {
        fixture = new AiFixture(settings);
        return fixture.bean(Budgets.class);
    }

    private AiFixture fixture() {
        return Objects.requireNonNull(fixture);
    }

    private static Spending spending(@Nullable UUID space, long most) {
        return new Spending(space, "openai", MODEL, new Tokens(most, 0), Duration.ofMinutes(1));
    }

    private static Problem refused(Runnable call) {
        Problem problem = catchThrowableOfType(Problem.class, call::run);
        assertThat(problem.code()).isEqualTo(Code.BUDGET_EXCEEDED);
        return problem;
    }
}
