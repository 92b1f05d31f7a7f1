package dev.holdfast.server.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A command of the program as a process of its own, on the class path that people have: without the tests' classes. Standard
 * output and standard error go to a file each.
 */
final class ProgramCommand {
    private static final int END_SECONDS_MAX = 120;
    private static final int SHOWN_MAX = 4_000;

    private ProgramCommand() {}

    /**
     * How a command ended.
     *
     * @param status the exit code
     */
    record Ended(int status, String out, String err) {}

    /**
     * Starts a command in a process group of its own, so that Ctrl-C can be sent to all of it.
     *
     * @param folder its working folder, where {@code out.log} and {@code err.log} grow
     * @param settings keys as in docs/operating.md; given as environment variables
     */
    static Process start(Path folder, Map<String, String> settings, List<String> arguments) {
        List<String> line = new ArrayList<>(List.of(
                // Whoever runs the tests may ignore these signals, and a child would inherit that.
                "setsid",
                "env",
                "--default-signal=INT,TERM",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx384m",
                "dev.holdfast.server.Main"));
        line.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(out(folder).toFile()))
                .redirectError(ProcessBuilder.Redirect.appendTo(err(folder).toFile()));
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("HOLDFAST_"));
        environment.put("CLASSPATH", classPath());
        settings.forEach((key, value) -> environment.put(variable(key), value));
        try {
            Files.createDirectories(folder);
            return builder.directory(folder.toFile()).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command to its end. */
    static Ended run(Path folder, Map<String, String> settings, String... arguments) {
        int outBefore = text(out(folder)).length();
        int errBefore = text(err(folder)).length();
        Process process = start(folder, settings, List.of(arguments));
        awaitEnd(process, () -> text(err(folder)));
        return new Ended(
                process.exitValue(),
                text(out(folder)).substring(outBefore),
                text(err(folder)).substring(errBefore));
    }

    /** Waits for a process's end; kills it and fails when it doesn't come. */
    static void awaitEnd(Process process, Supplier<String> said) {
        try {
            if (!process.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the program doesn't end: " + end(said.get()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static Path out(Path folder) {
        return folder.resolve("out.log");
    }

    static Path err(Path folder) {
        return folder.resolve("err.log");
    }

    /** All of a file; empty when it isn't there. */
    static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As much of what a program said as a failure can show. */
    static String end(String said) {
        return said.substring(Math.max(0, said.length() - SHOWN_MAX));
    }

    private static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    private static String classPath() {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(all.split(File.pathSeparator))
                .filter(entry -> !entry.contains("test-classes") && !entry.contains("testkit"))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
