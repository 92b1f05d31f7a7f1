package dev.holdfast.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs one of PostgreSQL's programs. They refuse to run as root, so root's are started in a user namespace of their own
 * ({@code unshare -U}), where the same user has no rights over others' files and isn't called root.
 */
final class PostgresCommand {

    private static final int OUTPUT_CHARS_MAX = 4_000;
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(10);

    private final Path binaries;
    private final List<String> prefix;

    PostgresCommand(Path binaries) {
        this.binaries = binaries;
        this.prefix = isRoot() ? List.of("unshare", "-U", "--") : List.of();
        if (!prefix.isEmpty()) {
            probe();
        }
    }

    /** How a program ended and the end of what it wrote. */
    record Outcome(int exitCode, String output) {
        boolean failed() {
            return exitCode != 0;
        }
    }

    /** Runs {@code program} and waits; one that takes longer than {@code timeout} is killed and counts as failed. */
    Outcome run(Duration timeout, String program, String... arguments) {
        var line = new ArrayList<>(prefix);
        line.add(binaries.resolve("bin").resolve(program).toString());
        line.addAll(List.of(arguments));
        return run(timeout, line);
    }

    private void probe() {
        var line = new ArrayList<>(prefix);
        line.add("true");
        Outcome outcome;
        try {
            outcome = run(PROBE_TIMEOUT, line);
        } catch (EmbeddedException e) {
            outcome = new Outcome(1, String.valueOf(e.getMessage()));
        }
        if (outcome.failed()) {
            throw new EmbeddedException("PostgreSQL refuses to run as root, and a user namespace for it is not allowed"
                    + " here (unshare -U: " + outcome.output()
                    + "): run the program as another user, or give the address of a PostgreSQL");
        }
    }

    private static boolean isRoot() {
        var self = Path.of("/proc/self");
        try {
            return Files.exists(self)
                    ? Integer.valueOf(0).equals(Files.getAttribute(self, "unix:uid"))
                    : "root".equals(System.getProperty("user.name"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Outcome run(Duration timeout, List<String> line) {
        var builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
        builder.environment().put("LC_ALL", "C");
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new EmbeddedException("cannot run " + line + ": " + e.getMessage(), e);
        }
        var output = CompletableFuture.supplyAsync(() -> end(process), Thread::startVirtualThread);
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                return new Outcome(-1, line.getLast() + " took longer than " + timeout.toSeconds() + " s");
            }
            return new Outcome(process.exitValue(), output.get(PROBE_TIMEOUT.toSeconds(), TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new EmbeddedException("interrupted while waiting for " + line.getFirst(), e);
        } catch (ExecutionException | TimeoutException e) {
            throw new EmbeddedException("cannot read what " + line + " wrote", e);
        }
    }

    private static String end(Process process) {
        try (var in = process.getInputStream()) {
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
            return text.substring(Math.max(0, text.length() - OUTPUT_CHARS_MAX));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
