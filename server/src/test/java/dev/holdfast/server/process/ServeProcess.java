package dev.holdfast.server.process;

import dev.holdfast.testkit.Eventually;
import dev.holdfast.testkit.TestClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code serve} as a process of its own over one data folder, which can be killed, stopped and started again. */
final class ServeProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("Holdfast is ready at (\\S+)\n");
    private static final Duration START_MAX = Duration.ofMinutes(2);
    private static final int PORT_LINE = 3;

    private final Path folder;
    private final Map<String, String> settings;
    private volatile CountDownLatch up = new CountDownLatch(1);
    private volatile URI url = URI.create("http://127.0.0.1:1/");
    private Process process;

    /**
     * Starts it and waits until it answers.
     *
     * @param folder its working folder; the data lie in {@code data} below it
     * @param settings keys as in docs/operating.md; a free port, no rate limits and the environment {@code dev} unless they say otherwise
     */
    static ServeProcess start(Path folder, Map<String, String> settings) {
        return new ServeProcess(folder, settings);
    }

    private ServeProcess(Path folder, Map<String, String> settings) {
        this.folder = folder;
        this.settings = withDefaults(settings);
        this.process = launch();
    }

    /** The settings that every program of these tests has. */
    static Map<String, String> withDefaults(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "holdfast.port", "0",
                "holdfast.limits", "off",
                "holdfast.environment", "dev",
                // A slow machine must not outlast a session.
                "holdfast.identity.access-lifetime", "1h"));
        all.putAll(settings);
        return all;
    }

    /** A client without credentials; waits while the program is down. */
    TestClient client() {
        try {
            if (!up.await(START_MAX.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("the program doesn't come back: " + ProgramCommand.end(err()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return new TestClient(url);
    }

    /** Starts it again after its end, and waits until it answers. */
    void start() {
        process = launch();
    }

    /** SIGKILL; returns when it is gone. Its PostgreSQL is left behind. */
    void kill() {
        up = new CountDownLatch(1);
        process.destroyForcibly();
        awaitEnd();
    }

    /** Ctrl-C: SIGINT to its whole process group. Returns its exit code. */
    int interrupt() {
        up = new CountDownLatch(1);
        signal("-INT", -process.pid());
        return awaitEnd();
    }

    /** SIGTERM. Returns its exit code. */
    int terminate() {
        up = new CountDownLatch(1);
        process.destroy();
        return awaitEnd();
    }

    /** Waits until it has ended by itself. Returns its exit code. */
    int awaitEnd() {
        ProgramCommand.awaitEnd(process, this::err);
        return process.exitValue();
    }

    /** SIGKILL to the main process of its PostgreSQL; returns when that is gone. */
    void killPostgres() {
        ProcessHandle postgres = postgres();
        if (!postgres.destroyForcibly()) {
            throw new AssertionError("PostgreSQL can't be killed");
        }
        Eventually.holds("PostgreSQL's end", () -> !postgres.isAlive());
    }

    /** How often it has said that it started its PostgreSQL again. */
    int postgresStarts() {
        return err().split("PostgreSQL is there again", -1).length - 1;
    }

    /** The main process of its PostgreSQL. */
    ProcessHandle postgres() {
        return ProcessHandle.of(Long.parseLong(postmasterLine(0))).orElseThrow();
    }

    /** The JDBC address of the database inside of its PostgreSQL. */
    String databaseUrl() {
        return "jdbc:postgresql://127.0.0.1:" + postmasterLine(PORT_LINE) + "/holdfast";
    }

    /** The password of that PostgreSQL's superuser, whose name is {@code postgres}. */
    String databasePassword() {
        return ProgramCommand.text(data().resolve("pg.password")).strip();
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Where people reach it. */
    URI url() {
        return url;
    }

    /** Where it keeps everything. */
    Path data() {
        return folder.resolve("data");
    }

    /** What it said on standard output, all starts together. */
    String out() {
        return ProgramCommand.text(ProgramCommand.out(folder));
    }

    /** What it said on standard error, all starts together. */
    String err() {
        return ProgramCommand.text(ProgramCommand.err(folder));
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            int unused = terminate();
        }
    }

    private Process launch() {
        int before = out().length();
        Process started = ProgramCommand.start(folder, settings, List.of("serve"));
        long end = System.nanoTime() + START_MAX.toNanos();
        CountDownLatch never = new CountDownLatch(1);
        try {
            while (System.nanoTime() < end && started.isAlive()) {
                Matcher ready = READY.matcher(out().substring(before));
                if (ready.find()) {
                    url = URI.create(ready.group(1) + "/");
                    up.countDown();
                    return started;
                }
                if (never.await(25, TimeUnit.MILLISECONDS)) {
                    break;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        started.destroyForcibly();
        throw new AssertionError("the program didn't start: " + ProgramCommand.end(err()));
    }

    private String postmasterLine(int number) {
        try {
            return Files.readAllLines(data().resolve("pg/postmaster.pid"))
                    .get(number)
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void signal(String signal, long target) {
        try {
            Process kill = new ProcessBuilder("/bin/kill", signal, "--", Long.toString(target))
                    .inheritIO()
                    .start();
            if (kill.onExit().orTimeout(10, TimeUnit.SECONDS).join().exitValue() != 0) {
                throw new AssertionError("kill " + signal + " " + target + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
