package dev.holdfast.buckia.bucket.steady;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.buckia.bucket.Body;
import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import dev.holdfast.buckia.bucket.MemoryBucket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SteadyTest {
    private final List<Duration> waits = new ArrayList<>();
    private final Retries retries = new Retries(waits::add, new Random(1));

    @Test
    void waitsLongerEachTimeAndGivesUp() {
        var calls = new AtomicInteger();
        assertThatThrownBy(() -> retries.of(() -> {
                    calls.incrementAndGet();
                    throw new BucketException(BucketError.UNAVAILABLE, "broken");
                }))
                .isInstanceOf(BucketException.class);
        assertThat(calls).hasValue(8);
        assertThat(waits).hasSize(7).allMatch(wait -> wait.compareTo(Duration.ofSeconds(30)) <= 0);
        assertThat(waits.getLast()).isGreaterThan(waits.getFirst());
    }

    @Test
    void waitsAsLongAsTheProviderSays() {
        var calls = new AtomicInteger();
        assertThat(retries.of(() -> {
                    if (calls.incrementAndGet() == 1) {
                        throw new BucketException(BucketError.THROTTLED, "slow down", null, Duration.ofSeconds(5));
                    }
                    return "fine";
                }))
                .isEqualTo("fine");
        assertThat(waits)
                .singleElement()
                .satisfies(wait -> assertThat(wait).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6)));
    }

    @Test
    void whatWontGetBetterFailsAtOnce() {
        for (BucketError error : List.of(
                BucketError.CREDENTIALS, BucketError.NO_BUCKET, BucketError.DENIED, BucketError.CONDITION_FAILED)) {
            assertThatThrownBy(() -> retries.of(() -> {
                        throw new BucketException(error, "no");
                    }))
                    .isInstanceOf(BucketException.class);
        }
        assertThat(waits).isEmpty();
    }

    @Test
    void keepsToItsLimits() {
        var now = new AtomicLong();
        Pause pause = wait -> now.addAndGet(wait.toNanos());
        var limits = new Limits(10, 1_000, pause, now::get);
        var bucket = new SteadyBucket(new MemoryBucket(true, true), retries, limits, new Traffic());
        for (int at = 0; at < 50; at++) {
            bucket.put("k" + at, Body.of(new byte[10]));
        }
        assertThat(Duration.ofNanos(now.get())).isBetween(Duration.ofMillis(3_500), Duration.ofMillis(5_000));

        now.set(now.get() + Duration.ofSeconds(10).toNanos());
        long start = now.get();
        for (int at = 0; at < 6; at++) {
            bucket.put("k" + at, Body.of(new byte[1_000]));
        }
        assertThat(Duration.ofNanos(now.get() - start)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(6));
        assertThat(bucket.traffic().requests()).isEqualTo(56);
        assertThat(bucket.traffic().sent()).isEqualTo(6_500);
    }
}
