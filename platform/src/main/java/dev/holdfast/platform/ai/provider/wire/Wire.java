package dev.holdfast.platform.ai.provider.wire;

import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * What all calls to providers share: connections, and the thread that ends those that take too long.
 *
 * @param client follows no redirect, since the key would go along
 * @param watch closes streams that are late
 * @param settings times and sizes
 */
public record Wire(HttpClient client, ScheduledExecutorService watch, HttpSettings settings) implements AutoCloseable {

    /** Starts the thread that watches; connections open when they are needed. */
    public static Wire open(HttpSettings settings) {
        HttpClient client = HttpClient.newBuilder()
                .version(Version.HTTP_1_1)
                .followRedirects(Redirect.NEVER)
                .connectTimeout(settings.connectTimeout())
                .build();
        ScheduledThreadPoolExecutor watch = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("ai-watch").factory());
        watch.setRemoveOnCancelPolicy(true);
        return new Wire(client, watch, settings);
    }

    /** One attempt, whose time begins now. */
    public ProviderCall call(String provider, Duration timeLimit) {
        return new ProviderCall(provider, this, timeLimit);
    }

    @Override
    public void close() {
        watch.shutdownNow();
        client.shutdownNow();
    }
}
