package dev.holdfast.buckia.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code buckia train}: does a little of everything against a store of its own. What the Java machine learns of classes and busy
 * methods goes into the start-up cache. The credentials in the environment may be any.
 */
@Command(name = "train", hidden = true, description = "Trains the start-up cache.")
public final class Training implements Callable<Integer> {
    private static final int SMALL_FILES = 1_500;
    private static final int SMALL_BYTES = 30_000;
    private static final int LARGE_FILES = 6;
    private static final int LARGE_BYTES = 20 << 20;
    private static final long SEED = 1;

    private final ToIntFunction<String[]> program;

    @Parameters(index = "0", paramLabel = "DIR", description = "An empty folder.")
    private Path folder = Path.of("");

    /** Trains a program, which takes arguments and returns its exit code. */
    public Training(ToIntFunction<String[]> program) {
        this.program = program;
    }

    @Override
    public Integer call() throws IOException {
        var here = Files.createDirectories(folder.resolve("here"));
        var there = Files.createDirectories(folder.resolve("there"));
        files(here);
        PracticeRowStore.fill(here.resolve("things.db"), 0);
        run("--help");
        run("sync", "--help");
        try (var store = new PracticeStore()) {
            String[] up = {"sync", here.toString(), "s3://bucket", "--endpoint", store.address()};
            String[] down = {"sync", there.toString(), "s3://bucket", "--endpoint", store.address()};
            run(up);
            run(down);
            PracticeRowStore.fill(here.resolve("things.db"), 1);
            run(up);
            run(down);
            for (int round = 0; round < 3; round++) {
                run(up);
            }
            run("plan", here.toString(), "s3://bucket", "--endpoint", store.address(), "--json");
            run("ls", "s3://bucket/", "--endpoint", store.address());
            run("status", here.toString());
            run("sync", here.toString(), "s3://missing", "--endpoint", store.address());
        }
        Files.delete(there.resolve("things.db"));
        var disk = Files.createDirectories(folder.resolve("disk"));
        for (int round = 0; round < 3; round++) {
            run("sync", there.toString(), "file:" + disk, "--accept", "empty-bucket");
        }
        return 0;
    }

    private void run(String... arguments) {
        var unused = program.applyAsInt(arguments);
    }

    private static void files(Path folder) throws IOException {
        var random = new Random(SEED);
        for (int at = 0; at < SMALL_FILES + LARGE_FILES; at++) {
            byte[] content = new byte[at < SMALL_FILES ? SMALL_BYTES : LARGE_BYTES + at];
            random.nextBytes(content);
            var file = folder.resolve("d" + at / 100).resolve("f" + at);
            Files.createDirectories(file.resolveSibling("."));
            Files.write(file, content);
        }
    }
}
