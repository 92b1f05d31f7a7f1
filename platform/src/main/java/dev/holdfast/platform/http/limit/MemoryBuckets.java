package dev.holdfast.platform.http.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.holdfast.platform.http.RateLimit;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Buckets of this node alone. */
final class MemoryBuckets implements Buckets {
    /** At a few hundred bytes each, some 50 MB; what was untouched the longest goes first, and is full again. */
    private static final int BUCKETS_MAX = 200_000;

    private record Key(String limit, String key) {}

    private record Kept(Bucket bucket, long periodNanos) {}

    private final Cache<Key, Kept> buckets;
    private final TimeMeter clock;

    MemoryBuckets(TimeMeter clock) {
        this.clock = clock;
        this.buckets = Caffeine.newBuilder()
                .maximumSize(BUCKETS_MAX)
                .ticker(clock::currentTimeNanos)
                .expireAfter(Expiry.<Key, Kept>accessing((key, kept) -> Duration.ofNanos(kept.periodNanos)))
                .build();
    }

    @Override
    public Bucket of(RateLimit limit, String key) {
        return buckets.get(new Key(limit.name(), key), unused -> make(limit)).bucket;
    }

    private Kept make(RateLimit limit) {
        Bucket bucket = Bucket.builder()
                .addLimit(Bandwidth.builder()
                        .capacity(limit.calls())
                        .refillGreedy(limit.calls(), limit.period())
                        .build())
                .withCustomTimePrecision(clock)
                .build();
        return new Kept(bucket, TimeUnit.NANOSECONDS.convert(limit.period()));
    }
}
