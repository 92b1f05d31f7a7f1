package dev.holdfast.platform.http.limit;

import dev.holdfast.platform.http.RateLimit;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.jdbc.PrimaryKeyMapper;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import io.github.bucket4j.postgresql.PostgreSQLadvisoryLockBasedProxyManager;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * Buckets in PostgreSQL, one row each in {@code platform.rate_limits}, written in a short transaction of their own under an
 * advisory lock. Rows whose bucket is full again are removed on the way.
 */
final class PostgresBucketStore implements Buckets {
    private static final Duration KEPT_BEYOND_FULL = Duration.ofSeconds(10);
    private static final Duration WAIT_MAX = Duration.ofSeconds(5);
    private static final int CLEANED_EVERY = 1_000;
    private static final int CLEANED_MAX = 5_000;

    private final PostgreSQLadvisoryLockBasedProxyManager<String> rows;
    private final AtomicInteger uses = new AtomicInteger();

    PostgresBucketStore(DataSource pool, TimeMeter clock) {
        this.rows = Bucket4jPostgreSQL.advisoryLockBasedBuilder(pool)
                .primaryKeyMapper(PrimaryKeyMapper.STRING)
                .table("platform.rate_limits")
                .idColumn("id")
                .stateColumn("state")
                .expiresAtColumn("expires_at")
                .clientClock(clock)
                .requestTimeout(WAIT_MAX)
                .expirationAfterWrite(
                        ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(KEPT_BEYOND_FULL))
                .build();
    }

    @Override
    public Bucket of(RateLimit limit, String key) {
        if (uses.incrementAndGet() % CLEANED_EVERY == 0) {
            rows.removeExpired(CLEANED_MAX);
        }
        return rows.builder().build(Rates.id(limit, key), () -> Rates.bucket(limit));
    }
}
