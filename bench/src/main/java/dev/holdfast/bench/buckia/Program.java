package dev.holdfast.bench.buckia;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program that is measured: runs it to its end, at most five minutes, and ends it by its id if it takes longer.
 *
 * @param name for the table
 * @param command the program and what each of its runs begins with
 * @param environment added to this process's own
 * @param folder for its output
 */
record Program(String name, List<String> command, Map<String, String> environment, Path folder) {
    private static final long SECONDS_MAX = 300;
    private static final long LOOK_EVERY_MS = 20;
    private static final int OUTPUT_CHARS_MAX = 2_000;

    /**
     * A run.
     *
     * @param seconds from its start to its end
     * @param peakMb the most memory that it held, in MB of 1,000,000 bytes
     * @param exit its exit code
     * @param out the beginning of what it printed on standard output
     */
    record Run(double seconds, double peakMb, int exit, String out) {}

    /** Runs it; any exit code but 0 is a failure. */
    Run run(String... arguments) throws IOException, InterruptedException {
        Run run = any(arguments);
        if (run.exit() != 0) {
            throw new IOException(name + " " + String.join(" ", arguments) + " ended with " + run.exit() + ": "
                    + beginning(folder.resolve("err")));
        }
        return run;
    }

    /** Runs it, whatever it ends with. */
    Run any(String... arguments) throws IOException, InterruptedException {
        List<String> line = new java.util.ArrayList<>(command);
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        // Set for somebody's real cloud, it makes rclone refuse to start.
        builder.environment().remove("AWS_CA_BUNDLE");
        builder.environment().putAll(environment);
        long start = System.nanoTime();
        Process process = builder.start();
        double peak = 0;
        while (!process.waitFor(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
            peak = Math.max(peak, peakMb(process.pid()));
            if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(SECONDS_MAX)) {
                process.destroyForcibly();
                throw new IOException(name + " was still running after " + SECONDS_MAX + " s");
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Run(seconds, peak, process.exitValue(), beginning(folder.resolve("out")));
    }

    /** The most memory that a process has held; 0 where the system doesn't tell. */
    private static double peakMb(long process) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + process + "/status"))) {
                if (line.startsWith("VmHWM:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024 / 1e6;
                }
            }
        } catch (IOException _) {
            return 0;
        }
        return 0;
    }

    private static String beginning(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(OUTPUT_CHARS_MAX), StandardCharsets.UTF_8).strip();
        }
    }
}
