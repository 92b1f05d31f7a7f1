package dev.holdfast.platform.http.limit;

import com.zaxxer.hikari.HikariDataSource;
import dev.holdfast.platform.http.RateLimit;
import dev.holdfast.platform.http.RateLimits;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Wires rate limits: the store by setting, and the limits that hold for every route. */
@Configuration(proxyBeanMethods = false)
class LimitConfiguration {

    @Bean
    RateLimit accountLimit() {
        return new RateLimit(
                LimitInterceptor.ACCOUNT,
                6_000,
                Duration.ofMinutes(1),
                "Calls of the API by one account, in all its sessions.");
    }

    @Bean
    RateLimit addressLimit() {
        return new RateLimit(
                LimitInterceptor.ADDRESS,
                1_200,
                Duration.ofMinutes(1),
                "Calls by one address (IPv6: /64) that is not signed in.");
    }

    @Bean
    Buckets sharedBuckets(LimitSettings settings, RedisSettings redis, HikariDataSource pool, InstantSource clock) {
        return switch (settings.store()) {
            case MEMORY -> new MemoryBuckets(meter(clock));
            case POSTGRESQL -> new PostgresBucketStore(pool, meter(clock));
            case REDIS -> {
                if (redis.url().isEmpty()) {
                    throw new IllegalArgumentException("holdfast.limit.store=redis needs holdfast.redis.url");
                }
                yield new RedisBuckets(redis.url(), meter(clock));
            }
        };
    }

    @Bean
    RateLimits rateLimits(
            LimitSwitch limitSwitch,
            LimitSettings settings,
            List<RateLimit> declared,
            Buckets store,
            InstantSource clock) {
        Rates rates = new Rates(declared, settings.rates());
        if (!limitSwitch.limits()) {
            return new NoRateLimits(rates);
        }
        return new BucketRateLimits(rates, store, new MemoryBuckets(meter(clock)));
    }

    @Bean
    WebMvcConfigurer limitInterceptor(RateLimits limits) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new LimitInterceptor(limits)).order(2);
            }
        };
    }

    static TimeMeter meter(InstantSource clock) {
        return new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                Instant now = clock.instant();
                return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
            }

            @Override
            public boolean isWallClockBased() {
                return true;
            }
        };
    }
}
