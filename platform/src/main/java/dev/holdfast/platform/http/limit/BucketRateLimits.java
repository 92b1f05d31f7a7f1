package dev.holdfast.platform.http.limit;

import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.http.RateLimit;
import dev.holdfast.platform.http.RateLimits;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.EstimationProbe;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Counts in a store; in this node's memory while the store can't be reached. */
final class BucketRateLimits implements RateLimits {
    private static final Logger log = LoggerFactory.getLogger(BucketRateLimits.class);
    private static final int KEY_LENGTH_MAX = 300;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final Rates rates;
    private final Buckets store;
    private final Buckets memory;
    private final AtomicBoolean reached = new AtomicBoolean(true);

    BucketRateLimits(Rates rates, Buckets store, Buckets memory) {
        this.rates = rates;
        this.store = store;
        this.memory = memory;
    }

    @Override
    public void take(String limit, String key) {
        RateLimit rate = rates.of(limit);
        ConsumptionProbe probe = ask(rate, key, bucket -> bucket.tryConsumeAndReturnRemaining(1));
        long reset = probe.isConsumed() ? untilFull(rate, probe.getRemainingTokens()) : untilFull(rate, 0);
        LimitHeaders.show(rate, probe.getRemainingTokens(), reset);
        if (!probe.isConsumed()) {
            throw refusal(rate, probe.getNanosToWaitForRefill());
        }
    }

    @Override
    public void check(String limit, String key) {
        RateLimit rate = rates.of(limit);
        EstimationProbe probe = ask(rate, key, bucket -> bucket.estimateAbilityToConsume(1));
        if (!probe.canBeConsumed()) {
            LimitHeaders.show(rate, 0, untilFull(rate, 0));
            throw refusal(rate, probe.getNanosToWaitForRefill());
        }
    }

    private <T> T ask(RateLimit rate, String key, Function<Bucket, T> question) {
        refuseInsideTransaction();
        if (key.length() > KEY_LENGTH_MAX) {
            throw new IllegalArgumentException("a rate limit's key has at most " + KEY_LENGTH_MAX + " characters");
        }
        try {
            T answer = question.apply(store.of(rate, key));
            if (!reached.getAndSet(true)) {
                log.info("The shared store of rate limits is reached again");
            }
            return answer;
        } catch (RuntimeException e) {
            if (reached.getAndSet(false)) {
                log.warn("The shared store of rate limits can't be reached: this node counts for itself", e);
            }
            return question.apply(memory.of(rate, key));
        }
    }

    static void refuseInsideTransaction() {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("take from a rate limit before the transaction, not inside of it");
        }
    }

    private static Problem refusal(RateLimit rate, long nanosToWait) {
        long seconds = Math.max(1, (nanosToWait + NANOS_PER_SECOND - 1) / NANOS_PER_SECOND);
        return new Problem(
                        Code.RATE_LIMITED,
                        "At most " + rate.calls() + " in " + words(rate.period()) + " (" + rate.name()
                                + "). Try again in " + seconds + " s.")
                .withHeader("Retry-After", Long.toString(seconds));
    }

    private static long untilFull(RateLimit rate, long remaining) {
        long missing = Math.max(0, rate.calls() - remaining);
        double seconds = (double) rate.period().toMillis() / 1_000 * missing / rate.calls();
        return (long) Math.ceil(seconds);
    }

    private static String words(Duration period) {
        long seconds = Math.max(1, period.toSeconds());
        if (seconds % 3_600 == 0) {
            return seconds / 3_600 + " h";
        }
        return seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
    }
}
