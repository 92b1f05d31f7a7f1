package dev.holdfast.platform.http.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.http.RateLimit;
import dev.holdfast.platform.http.RateLimits;
import dev.holdfast.testkit.SettableClock;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What every store of buckets promises. */
abstract class RateLimitsContract {
    private static final int CALLS = 20;
    private static final AtomicLong KEYS = new AtomicLong(System.nanoTime());

    protected final SettableClock clock = new SettableClock();
    private final Rates rates = new Rates(
            List.of(
                    new RateLimit("slow", 3, Duration.ofSeconds(30), "Three at once, one in ten seconds."),
                    new RateLimit("other", 1, Duration.ofHours(1), "One an hour."),
                    new RateLimit("hot", CALLS, Duration.ofHours(1), "Many at once.")),
            Map.of());
    private final String key = getClass().getSimpleName() + KEYS.incrementAndGet();

    /** A store on the same buckets as the others of this test, as another node would have it. */
    protected abstract Buckets node();

    private RateLimits limits() {
        return new BucketRateLimits(rates, node(), RateLimitsContract::mustNotBeNeeded);
    }

    @Test
    void aBucketEmptiesAndFillsUpAgainEvenly() {
        clock.hold();
        RateLimits limits = limits();
        for (int i = 0; i < 3; i++) {
            limits.take("slow", key);
        }
        assertThat(waitOf(limits, "slow")).isBetween(9L, 10L);
        clock.advance(Duration.ofSeconds(4));
        assertThat(waitOf(limits, "slow")).isBetween(5L, 6L);
        clock.advance(Duration.ofSeconds(7));
        limits.take("slow", key);
        assertThat(waitOf(limits, "slow")).isBetween(8L, 10L);
        clock.advance(Duration.ofDays(1));
        for (int i = 0; i < 3; i++) {
            limits.take("slow", key);
        }
        assertThat(waitOf(limits, "slow")).isBetween(9L, 10L);
    }

    @Test
    void limitsAndKeysDontTouchEachOther() {
        clock.hold();
        RateLimits limits = limits();
        limits.take("other", key);
        limits.take("other", key + "-2");
        limits.take("slow", key);
        assertThat(waitOf(limits, "other")).isBetween(3_599L, 3_600L);
    }

    @Test
    void checkingTakesNothing() {
        RateLimits limits = limits();
        limits.check("other", key);
        limits.check("other", key);
        limits.take("other", key);
        assertThatThrownBy(() -> limits.check("other", key))
                .isInstanceOfSatisfying(Problem.class, e -> assertThat(e.code()).isEqualTo(Code.RATE_LIMITED));
    }

    @Test
    void manyAtOnceGetExactlyWhatThereIs() throws Exception {
        RateLimits here = limits();
        RateLimits there = shared() ? limits() : here;
        List<Future<Boolean>> tries = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 3 * CALLS; i++) {
                RateLimits limits = i % 2 == 0 ? here : there;
                Callable<Boolean> attempt = () -> taken(limits);
                tries.add(threads.submit(attempt));
            }
        }
        int taken = 0;
        for (Future<Boolean> attempt : tries) {
            taken += attempt.get() ? 1 : 0;
        }
        assertThat(taken).isEqualTo(CALLS);
    }

    /** Whether two nodes see the same buckets. */
    protected boolean shared() {
        return true;
    }

    private static Bucket mustNotBeNeeded(RateLimit limit, String key) {
        throw new AssertionError("the store failed");
    }

    private boolean taken(RateLimits limits) {
        try {
            limits.take("hot", key);
            return true;
        } catch (Problem e) {
            return false;
        }
    }

    private long waitOf(RateLimits limits, String limit) {
        try {
            limits.take(limit, key);
        } catch (Problem e) {
            assertThat(e.code()).isEqualTo(Code.RATE_LIMITED);
            return Long.parseLong(Objects.requireNonNull(e.headers().get("Retry-After")));
        }
        throw new AssertionError("not refused");
    }
}
