package dev.holdfast.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A file system of its own for one test. Where mounting isn't allowed the test is skipped, and says so. */
record Mount(Path path) implements AutoCloseable {

    static Mount of(String type, Path path, String options) throws IOException {
        Files.createDirectories(path);
        assumeTrue(
                run("mount", "-t", type, "-o", options, "none", path.toString()) == 0,
                "mounting a " + type + " is not allowed here");
        return new Mount(path);
    }

    @Override
    public void close() throws IOException {
        assertThat(run("umount", path.toString())).isZero();
    }

    private static int run(String... line) throws IOException {
        var process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.onExit().orTimeout(30, TimeUnit.SECONDS).join().exitValue();
    }
}
