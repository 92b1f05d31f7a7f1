package dev.holdfast.platform.http.limit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Runs against a Redis from Debian's package, started here; skipped, and says so, where there is none. */
@Tag("outside")
final class RedisRateLimitsTest extends RateLimitsContract {
    private static final Path SERVER = Path.of("/usr/bin/redis-server");

    @TempDir
    static Path folder;

    private static @Nullable Process redis;
    private static int port;
    private final List<Buckets> nodes = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(Files.isExecutable(SERVER), "redis-server isn't installed: apt-get install redis-server");
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        redis = new ProcessBuilder(
                        SERVER.toString(),
                        "--port",
                        Integer.toString(port),
                        "--bind",
                        "127.0.0.1",
                        "--save",
                        "",
                        "--dir",
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        awaitLine(redis.getInputStream(), "Ready to accept connections");
    }

    @AfterAll
    static void stop() {
        if (redis != null) {
            redis.destroy();
        }
    }

    @AfterEach
    void disconnect() {
        nodes.forEach(Buckets::close);
    }

    @Override
    protected Buckets node() {
        RedisBuckets node = new RedisBuckets("redis://127.0.0.1:" + port + "/0", LimitConfiguration.meter(clock));
        nodes.add(node);
        return node;
    }

    private static void awaitLine(InputStream output, String words) {
        Scanner lines = new Scanner(output, StandardCharsets.UTF_8);
        while (lines.hasNextLine()) {
            if (lines.nextLine().contains(words)) {
                return;
            }
        }
        throw new IllegalStateException("redis-server didn't start");
    }
}
