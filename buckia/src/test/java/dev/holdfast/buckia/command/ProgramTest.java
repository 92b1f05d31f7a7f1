package dev.holdfast.buckia.command;

import static dev.holdfast.buckia.command.Running.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.holdfast.testkit.TestObjects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real program in its surroundings: a folder that changes, a keyring, a disk that is full. */
class ProgramTest {
    private static final long SECONDS_MAX = 120;

    @TempDir
    Path scratch = Path.of("");

    private Path folder = Path.of("");
    private Path bucket = Path.of("");

    @BeforeEach
    void makeFolders() throws IOException {
        folder = Files.createDirectory(scratch.resolve("folder"));
        bucket = Files.createDirectory(scratch.resolve("bucket"));
    }

    @Test
    void watchCarriesWhatChangesOnEitherSide() throws Exception {
        Files.writeString(folder.resolve("first"), "1");
        var arguments = List.of("watch", folder.toString(), "file:" + bucket, "--every", "1", "--settle", "50");
        var process = Running.process(scratch.resolve("output"), arguments).start();
        try {
            await(process, () -> Files.exists(bucket.resolve("first")));
            Files.createDirectories(folder.resolve("new/deep"));
            Files.writeString(folder.resolve("new/deep/second"), "2");
            await(process, () -> Files.exists(bucket.resolve("new/deep/second")));
            Files.writeString(bucket.resolve("third"), "3");
            await(process, () -> Files.exists(folder.resolve("third")));
            Files.delete(folder.resolve("first"));
            await(process, () -> !Files.exists(bucket.resolve("first")));
        } finally {
            process.destroy();
        }
        assertThat(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
        assertThat(run("sync", folder.toString(), "file:" + bucket).out()).startsWith("nothing to do");
    }

    @Test
    void theKeyringIsAsked() throws Exception {
        var objects = TestObjects.fresh();
        var store = TestObjects.server();
        store.createBucket(objects.bucket());
        var tool =
                Files.writeString(Files.createDirectory(scratch.resolve("bin")).resolve("secret-tool"), """
                #!/bin/sh
                case "$*" in
                  "lookup service buckia bucket %s field access-key-id") printf %%s '%s' ;;
                  "lookup service buckia bucket %s field secret-access-key") printf %%s '%s' ;;
                  "lookup service buckia bucket %s field passphrase") echo 'kept in the keyring' ;;
                  *) exit 1 ;;
                esac
                """.formatted(
                        objects.bucket(), store.accessKey(), objects.bucket(), store.secretKey(), objects.bucket()));
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(folder.resolve("a"), "marker");
        var output = scratch.resolve("output");
        var process = Running.process(
                output,
                List.of(
                        "sync",
                        folder.toString(),
                        "s3://" + objects.bucket() + "/p",
                        "--endpoint",
                        store.endpoint().toString(),
                        "--encrypt",
                        "**"));
        process.environment().put("PATH", tool.getParent() + ":" + System.getenv("PATH"));
        process.environment().keySet().removeIf(name -> name.startsWith("BUCKIA_") || name.startsWith("AWS_"));
        process.environment().put("JAVA_TOOL_OPTIONS", "-Duser.home=" + scratch);
        var running = process.start();
        assertThat(running.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();

        assertThat(Files.readString(output)).contains("1 upload").doesNotContain("keyring", store.secretKey());
        assertThat(running.exitValue()).isZero();
    }

    @Test
    void aFullDiskIsNamedAndTheNextRunGoesOn() throws Exception {
        byte[] bytes = new byte[6_000_000];
        new Random(1).nextBytes(bytes);
        Files.write(folder.resolve("large"), bytes);
        Files.writeString(folder.resolve("small"), "1");
        run("sync", folder.toString(), "file:" + bucket);
        var disk = Files.createDirectory(scratch.resolve("disk"));
        assumeThat(mount("-t", "tmpfs", "-o", "size=4m", "tmpfs", disk.toString()))
                .isTrue();
        try {
            var here = Files.createDirectory(disk.resolve("here"));
            var full = run("sync", here.toString(), "file:" + bucket);
            assertThat(full.code()).isEqualTo(ExitCode.SOME_FAILED);
            assertThat(full.err()).contains("failed large: ", "No space left on device");
            assertThat(here.resolve("small")).hasContent("1");
            assertThat(here.resolve("large")).doesNotExist();

            assertThat(mount("-o", "remount,size=40m", disk.toString())).isTrue();
            assertThat(run("sync", here.toString(), "file:" + bucket).code()).isZero();
            assertThat(here.resolve("large")).hasBinaryContent(bytes);
            // Replaced though it may not be written: the folder is what counts.
            Files.setPosixFilePermissions(here.resolve("small"), PosixFilePermissions.fromString("r--r--r--"));
            Files.writeString(folder.resolve("small"), "2");
            run("sync", folder.toString(), "file:" + bucket);
            assertThat(run("sync", here.toString(), "file:" + bucket).code()).isZero();
            assertThat(here.resolve("small")).hasContent("2");
        } finally {
            new ProcessBuilder("umount", disk.toString()).start().waitFor();
        }
    }

    private static boolean mount(String... arguments) throws IOException, InterruptedException {
        var command = new java.util.ArrayList<>(List.of("mount"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).start().waitFor() == 0;
    }

    private void await(Process process, BooleanSupplier seen) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
        while (!seen.getAsBoolean()) {
            if (process.waitFor(20, TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
                throw new AssertionError(Files.readString(scratch.resolve("output")));
            }
        }
    }
}
