package dev.holdfast.platform.ai.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.InstantSource;

/** Counts in this program's memory: on several nodes each allows the whole rate. */
final class MemoryRateLimiter implements RateLimiter {

    private static final int ACCOUNTS_MAX = 100_000;
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final RateSettings settings;
    private final TimeMeter time;
    private final Cache<String, Bucket> buckets =
            Caffeine.newBuilder().maximumSize(ACCOUNTS_MAX).expireAfterAccess(WINDOW.multipliedBy(2)).build();

    MemoryRateLimiter(RateSettings settings, InstantSource clock) {
        this.settings = settings;
        this.time = new Meter(clock);
    }

    @Override
    public void take(Actor actor, String name) {
        if (settings.perMinute() == 0) {
            return;
        }
        ConsumptionProbe probe =
                buckets.get(name + ":" + actor.requireAccount(), key -> bucket()).tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            long seconds = Math.ceilDiv(probe.getNanosToWaitForRefill(), Duration.ofSeconds(1).toNanos());
            throw new Problem(Code.RATE_LIMITED, "At most " + settings.perMinute() + " questions a minute. Ask again in " + seconds + " s.")
                    .withHeader("Retry-After", Long.toString(Math.max(1, seconds)));
        }
    }

    private Bucket bucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(settings.perMinute()).refillGreedy(settings.perMinute(), WINDOW))
                .withCustomTimePrecision(time)
                .build();
    }

    private record Meter(InstantSource clock) implements TimeMeter {

        @Override
        public long currentTimeNanos() {
            return Duration.ofMillis(clock.millis()).toNanos();
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }
}
