package dev.holdfast.platform.ai.provider;

import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * What all calls to providers share: connections, and the thread that ends those that take too long.
 *
 * @param client follows no redirect, since the key would go along
 * @param watch closes streams that are late
 * @param settings times and sizes
 */
record Wire(HttpClient client, ScheduledExecutorService watch, HttpSettings settings) implements AutoCloseable {

    static Wire open(HttpSettings settings) {
        HttpClient client = HttpClient.newBuilder()
                .version(Version.HTTP_1_1)
                .followRedirects(Redirect.NEVER)
                .connectTimeout(settings.connectTimeout())
                .build();
        ScheduledThreadPoolExecutor watch =
                new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("ai-watch").factory());
        watch.setRemoveOnCancelPolicy(true);
        return new Wire(client, watch, settings);
    }

    @Override
    public void close() {
        watch.shutdownNow();
        client.shutdownNow();
    }
}
