package dev.holdfast.platform.http.limit;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where a Redis-compatible server is, for counts that all nodes share.
 *
 * @param url Address with password and database, for example redis://:secret@cache.example.org:6379/0, or rediss:// for TLS.
 */
@ConfigurationProperties("holdfast.redis")
record RedisSettings(@DefaultValue("") String url) {

    @Override
    public String toString() {
        return "RedisSettings[]";
    }
}
