package dev.holdfast.platform.http.limit;

import dev.holdfast.platform.http.RateLimit;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.github.bucket4j.redis.lettuce.cas.LettuceBasedProxyManager;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Buckets in a Redis-compatible server, one key each, that goes by itself when the bucket is full again. */
final class RedisBuckets implements Buckets {
    private static final String KEY_PREFIX = "holdfast:limit:";
    private static final Duration KEPT_BEYOND_FULL = Duration.ofSeconds(10);
    private static final Duration WAIT_MAX = Duration.ofSeconds(2);

    private final RedisClient client;
    private final TimeMeter clock;
    private @Nullable LettuceBasedProxyManager<String> keys;

    /** Doesn't connect yet, so that a server that is down doesn't keep the program from starting. */
    RedisBuckets(String url, TimeMeter clock) {
        RedisURI address = RedisURI.create(url);
        address.setTimeout(WAIT_MAX);
        this.client = RedisClient.create(address);
        this.client.setOptions(ClientOptions.builder()
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .timeoutOptions(TimeoutOptions.enabled(WAIT_MAX))
                .build());
        this.clock = clock;
    }

    @Override
    public Bucket of(RateLimit limit, String key) {
        return connected().builder().build(KEY_PREFIX + Rates.id(limit, key), () -> Rates.bucket(limit));
    }

    @Override
    public void close() {
        client.shutdown();
    }

    private synchronized LettuceBasedProxyManager<String> connected() {
        if (keys == null) {
            StatefulRedisConnection<String, byte[]> connection =
                    client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
            keys = Bucket4jLettuce.casBasedBuilder(connection)
                    .clientClock(clock)
                    .requestTimeout(WAIT_MAX)
                    .expirationAfterWrite(
                            ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(KEPT_BEYOND_FULL))
                    .build();
        }
        return keys;
    }
}
