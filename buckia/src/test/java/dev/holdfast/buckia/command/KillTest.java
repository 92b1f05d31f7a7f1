package dev.holdfast.buckia.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.embedded.EmbeddedObjectStore;
import dev.holdfast.testkit.TestObjects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the real program with SIGKILL while it sends and receives; the next run just works. */
class KillTest {
    private static final int KILLS = 4;
    private static final int FILES = 120;

    @TempDir
    Path scratch;

    private final TestObjects objects = TestObjects.fresh();
    private final Random random = new Random(3);

    @BeforeEach
    void makeBucket() {
        TestObjects.server().createBucket(objects.bucket());
    }

    @Test
    void killedWhileSendingAndReceiving() throws Exception {
        Path one = Files.createDirectory(scratch.resolve("one"));
        Path other = Files.createDirectory(scratch.resolve("other"));
        for (int at = 0; at < FILES; at++) {
            byte[] bytes = new byte[random.nextInt(60_000)];
            random.nextBytes(bytes);
            Files.write(Files.createDirectories(one.resolve("d" + at % 7)).resolve("f" + at), bytes);
        }
        byte[] large = new byte[40_000_000];
        random.nextBytes(large);
        Files.write(one.resolve("large"), large);

        killOften(one);
        assertThat(run(one)).isZero();
        killOften(other);
        assertThat(run(other)).isZero();

        assertThat(files(other)).isEqualTo(files(one));
        assertThat(files(one)).hasSize(FILES + 1);
        assertThat(run(one)).isZero();
        try (var left = Files.list(other.resolve(".buckia/tmp"))) {
            assertThat(left).isEmpty();
        }
    }

    private void killOften(Path folder) throws Exception {
        for (int kill = 0; kill < KILLS; kill++) {
            var process = start(folder);
            if (!process.waitFor(400 + random.nextInt(900), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
    }

    private int run(Path folder) throws Exception {
        var process = start(folder);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        if (process.exitValue() != 0) {
            throw new AssertionError(Files.readString(scratch.resolve("output")));
        }
        return process.exitValue();
    }

    private Process start(Path folder) throws IOException {
        EmbeddedObjectStore store = TestObjects.server();
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.holdfast.buckia.command.Main"));
        command.addAll(List.of(
                "sync",
                folder.toString(),
                "s3://" + objects.bucket() + "/pre/fix",
                "--endpoint",
                store.endpoint().toString(),
                "--parallel",
                "8"));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(scratch.resolve("output").toFile());
        builder.environment()
                .putAll(Map.of(
                        "BUCKIA_ACCESS_KEY_ID", store.accessKey(), "BUCKIA_SECRET_ACCESS_KEY", store.secretKey()));
        return builder.start();
    }

    private static Map<String, Integer> files(Path folder) throws IOException {
        var files = new TreeMap<String, Integer>();
        try (var paths = Files.walk(folder)) {
            for (Path each : paths.filter(Files::isRegularFile).toList()) {
                var path = folder.relativize(each).toString();
                if (!path.startsWith(".buckia/")) {
                    files.put(path, java.util.Arrays.hashCode(Files.readAllBytes(each)));
                }
            }
        }
        return files;
    }
}
