package dev.holdfast.server.system;

import dev.holdfast.testkit.TestClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code serve} as a process of its own over one data folder, so that it can be killed. What it prints goes to a file. */
final class ServeProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("Holdfast is ready at (\\S+)");
    private static final Duration START_MAX = Duration.ofMinutes(2);
    private static final Duration STOP_MAX = Duration.ofSeconds(60);

    private final Path folder;
    private final Path data;
    private final Path log;
    private final Map<String, String> environment;
    private volatile CountDownLatch up = new CountDownLatch(1);
    private volatile URI url = URI.create("http://127.0.0.1:1/");
    private Process process;

    /** Starts it and waits until it answers. */
    static ServeProcess start(Path folder, Map<String, String> environment) {
        return new ServeProcess(folder, environment);
    }

    private ServeProcess(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.data = folder.resolve("data");
        this.log = folder.resolve("serve.log");
        this.environment = environment;
        this.process = launch();
        awaitReady(0);
    }

    /** A client without credentials; waits while the program is down. */
    TestClient client() {
        try {
            if (!up.await(START_MAX.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("the program doesn't come back: " + text());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return new TestClient(url);
    }

    /** Kills it with SIGKILL and starts it again on the same folder. */
    void killAndRestart() {
        up = new CountDownLatch(1);
        int before = text().length();
        process.destroyForcibly();
        ended();
        process = launch();
        awaitReady(before);
    }

    /** Stops it as an operator would. */
    void stop() {
        process.destroy();
        ended();
    }

    /** Where it keeps everything. */
    Path data() {
        return data;
    }

    /** All that it printed so far. */
    String text() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
    }

    private Process launch() {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx512m",
                        "dev.holdfast.server.Main",
                        "serve",
                        "--port",
                        "0",
                        "--data",
                        data.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("CLASSPATH", classPath);
        builder.environment().put("HOLDFAST_LIMITS", "off");
        builder.environment().put("HOLDFAST_ENVIRONMENT", "dev");
        builder.environment().putAll(environment);
        try {
            Files.createDirectories(folder);
            builder.directory(folder.toFile());
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady(int from) {
        long end = System.nanoTime() + START_MAX.toNanos();
        CountDownLatch never = new CountDownLatch(1);
        try {
            while (System.nanoTime() < end && process.isAlive()) {
                Matcher ready = READY.matcher(text().substring(from));
                if (ready.find()) {
                    url = URI.create(ready.group(1) + "/");
                    up.countDown();
                    return;
                }
                if (never.await(50, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        throw new AssertionError("the program didn't start: " + text());
    }

    private void ended() {
        try {
            if (!process.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the program doesn't end: " + text());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
