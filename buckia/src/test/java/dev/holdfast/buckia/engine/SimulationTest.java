package dev.holdfast.buckia.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Runs the simulation over many seeds. Replay one with {@code -Dbuckia.seed=N}; soak with {@code -Dbuckia.soakMinutes=N}; other
 * counts with {@code -Dbuckia.runs=N}.
 */
class SimulationTest {
    private static final int RUNS = Integer.getInteger("buckia.runs", 2_000);
    private static final long SOAK_MINUTES = Long.getLong("buckia.soakMinutes", 0);

    @Test
    void nothingIsLostAndAllConverge() throws Exception {
        var replayed = Long.getLong("buckia.seed");
        if (replayed != null) {
            run(replayed);
            return;
        }
        var next = new AtomicLong(1);
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(SOAK_MINUTES);
        var failures = new java.util.concurrent.ConcurrentLinkedQueue<Throwable>();
        var threads = Stream.generate(() -> new Thread(() -> {
                    while (failures.isEmpty()) {
                        long seed = next.getAndIncrement();
                        if (seed > RUNS && System.nanoTime() > end) {
                            return;
                        }
                        try {
                            run(seed);
                        } catch (Throwable e) {
                            failures.add(e);
                        }
                    }
                }))
                .limit(Runtime.getRuntime().availableProcessors())
                .toList();
        threads.forEach(Thread::start);
        for (var thread : threads) {
            thread.join();
        }
        for (var failure : failures) {
            throw new AssertionError(failure.getMessage(), failure);
        }
    }

    private static void run(long seed) throws IOException {
        var memory = Path.of("/dev/shm");
        var folder = Files.isWritable(memory)
                ? Files.createTempDirectory(memory, "buckia-")
                : Files.createTempDirectory("buckia-");
        Simulation simulation = null;
        try {
            simulation = new Simulation(seed, folder);
            simulation.run();
        } catch (IOException | RuntimeException | AssertionError e) {
            var story = simulation == null ? "" : String.join("\n  ", simulation.log());
            throw new AssertionError(
                    "seed " + seed + ": replay with -Dtest=SimulationTest -Dbuckia.seed=" + seed + "\n  " + story, e);
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            paths.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
