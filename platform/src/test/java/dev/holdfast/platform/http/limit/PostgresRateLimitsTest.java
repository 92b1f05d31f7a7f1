package dev.holdfast.platform.http.limit;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.holdfast.testkit.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class PostgresRateLimitsTest extends RateLimitsContract {
    private static HikariDataSource pool;

    @BeforeAll
    static void connect() {
        TestDatabase database = TestDatabase.fresh("platform");
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.url());
        config.setUsername(TestDatabase.LOGIN);
        config.setPassword(TestDatabase.PASSWORD);
        config.setMaximumPoolSize(3);
        config.setAutoCommit(false);
        pool = new HikariDataSource(config);
    }

    @AfterAll
    static void disconnect() {
        pool.close();
    }

    @Override
    protected Buckets node() {
        return new PostgresBucketStore(pool, LimitConfiguration.meter(clock));
    }
}
