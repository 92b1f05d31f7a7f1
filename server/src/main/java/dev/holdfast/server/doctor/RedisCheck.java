package dev.holdfast.server.doctor;

import dev.holdfast.server.run.Settings;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/** The Redis-compatible server, where the settings name one. */
final class RedisCheck implements Doctor.Check {
    private static final Duration WAIT_MAX = Duration.ofSeconds(5);

    @Override
    public String part() {
        return "redis";
    }

    @Override
    public void look(Settings settings, Consumer<Finding> say) {
        String url = Objects.requireNonNullElse(settings.get("holdfast.redis.url"), "");
        boolean wanted = "redis".equalsIgnoreCase(settings.get("holdfast.limit.store"));
        if (url.isBlank()) {
            if (wanted) {
                say.accept(Finding.problem(part(), "holdfast.limit.store is redis, but holdfast.redis.url names none"));
            }
            return;
        }
        RedisURI address;
        try {
            address = RedisURI.create(url);
        } catch (IllegalArgumentException e) {
            say.accept(Finding.problem(part(), "holdfast.redis.url must be redis:// or rediss:// with a host"));
            return;
        }
        address.setTimeout(WAIT_MAX);
        String where = address.getHost() + ":" + address.getPort();
        RedisClient client = RedisClient.create(address);
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            String pong = connection.sync().ping();
            say.accept(
                    !"PONG".equals(pong)
                            ? Finding.problem(part(), where + " answers a PING with " + pong)
                            : wanted
                                    ? Finding.ok(part(), where + " answers")
                                    : Finding.warning(
                                            part(),
                                            where + " answers, but nothing uses it: holdfast.limit.store isn't redis"));
        } catch (RedisException e) {
            say.accept(Finding.problem(
                    part(), where + " can't be used: " + Doctor.reason(e) + ". Look at holdfast.redis.url"));
        } finally {
            client.shutdown(Duration.ZERO, WAIT_MAX);
        }
    }
}
