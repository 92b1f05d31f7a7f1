package dev.holdfast.platform.jobs;

import dev.holdfast.platform.Stage;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** A node of its own in a process of its own, which runs jobs until one kills it. Settings come as system properties. */
final class MortalWorker {
    private MortalWorker() {}

    public static void main(String[] arguments) throws InterruptedException {
        Map<String, Object> settings = new HashMap<>(Map.of("server.port", "0", "server.address", "127.0.0.1"));
        System.getProperties().forEach((key, value) -> {
            if (key.toString().startsWith("holdfast.")) {
                settings.put(key.toString(), value);
            }
        });
        new SpringApplicationBuilder(Stage.class, Transfer.Wiring.class)
                .properties(settings)
                .run();
        new CountDownLatch(1).await();
    }
}
