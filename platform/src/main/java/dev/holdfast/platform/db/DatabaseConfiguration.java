package dev.holdfast.platform.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** Wires the pool, after the schemas have been migrated. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {
    /** Connections kept while nobody asks; each costs the server some 10 MB. */
    private static final int IDLE_CONNECTIONS = 4;

    private static final Duration CONNECT_WAIT_MAX = Duration.ofSeconds(10);

    @Bean
    Schema platformSchema() {
        return new Schema("platform", 0);
    }

    @Bean
    HikariDataSource pool(DatabaseSettings settings, List<Schema> schemas) {
        Migrations.run(ownerOf(settings), settings.user(), schemas);
        HikariConfig config = new HikariConfig();
        config.setPoolName("holdfast");
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(settings.poolSize());
        config.setMinimumIdle(Math.min(IDLE_CONNECTIONS, settings.poolSize()));
        config.setConnectionTimeout(CONNECT_WAIT_MAX.toMillis());
        config.setAutoCommit(false);
        config.addDataSourceProperty("ApplicationName", "holdfast");
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        return new HikariDataSource(config);
    }

    @Bean
    PlatformTransactionManager transactionManager(HikariDataSource pool) {
        return new JdbcTransactionManager(pool);
    }

    @Bean
    JdbcClient jdbcClient(HikariDataSource pool) {
        return JdbcClient.create(new CountingJdbcTemplate(new StoreDataSource(pool)));
    }

    private static DataSource ownerOf(DatabaseSettings settings) {
        // Not the driver's own: it answers for its address with every setting there is, in which Flyway looks for
        // passwords
        // for a quarter of a second.
        return new DriverManagerDataSource(settings.direct(), settings.owner(), settings.ownerSecret());
    }
}
