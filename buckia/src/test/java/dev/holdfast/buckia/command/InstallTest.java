package dev.holdfast.buckia.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The published form: packed into a tar, unpacked elsewhere, installed, and run from there with its start-up cache. */
class InstallTest {
    private static final long SECONDS_MAX = 240;
    private static final List<String> LIBRARIES =
            List.of("sqlite-jdbc", "tink", "gson", "protobuf-java", "bcprov", "picocli", "jackson-core", "jspecify");

    @TempDir
    private Path scratch;

    @Test
    void theTarInstallsAProgramThatRuns() throws Exception {
        Path lib = library();
        Path tar = scratch.resolve("buckia.tar.gz");
        Path script = Path.of("install").toAbsolutePath();
        assertThat(run(lib, script.toString(), "--tar", tar.toString())).contains("Wrote");
        Files.createDirectory(scratch.resolve("unpacked"));
        run(
                lib,
                "tar",
                "-xzf",
                tar.toString(),
                "-C",
                scratch.resolve("unpacked").toString());

        Path prefix = Files.createDirectory(scratch.resolve("prefix with a space"));
        String said = run(null, scratch.resolve("unpacked/buckia/install").toString(), prefix.toString());
        assertThat(said).contains("Installed buckia " + VersionCommand.NUMBER);
        Path program = prefix.resolve("bin/buckia");
        assertThat(prefix.resolve("lib/buckia/buckia.aot")).isNotEmptyFile();
        assertThat(prefix.resolve("share/man/man1/buckia.1")).isNotEmptyFile();
        assertThat(prefix.resolve("share/bash-completion/completions/buckia"))
                .content()
                .contains("complete -F");

        Path folder = Files.createDirectory(scratch.resolve("folder"));
        Path bucket = Files.createDirectory(scratch.resolve("bucket"));
        Files.writeString(folder.resolve("a"), "1");
        assertThat(run(null, program.toString(), "sync", folder.toString(), "file:" + bucket))
                .contains("1 upload");
        assertThat(bucket.resolve("a")).hasContent("1");
        // The cache serves: with this, Java fails where it can't use it.
        assertThat(run("-XX:AOTMode=on", null, program.toString(), "--version")).contains(VersionCommand.NUMBER);

        run(null, script.toString(), "--remove", prefix.toString());
        assertThat(program).doesNotExist();
        assertThat(prefix.resolve("lib/buckia")).doesNotExist();
    }

    /** The program's jars, as a build lays them out. */
    private Path library() throws IOException {
        Path lib = Files.createDirectory(scratch.resolve("lib"));
        try (OutputStream out = Files.newOutputStream(lib.resolve("buckia.jar"));
                var jar = new JarOutputStream(out);
                var files = Files.walk(Path.of("target/classes"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(
                        new ZipEntry(Path.of("target/classes").relativize(file).toString()));
                Files.copy(file, jar);
            }
        }
        for (String entry : System.getProperty("java.class.path").split(":", -1)) {
            Path jar = Path.of(entry);
            if (LIBRARIES.stream().anyMatch(String.valueOf(jar.getFileName())::startsWith)) {
                Files.copy(jar, lib.resolve(jar.getFileName()));
            }
        }
        return lib;
    }

    private String run(@Nullable Path lib, String... command) throws Exception {
        return run("", lib, command);
    }

    private String run(String options, @Nullable Path lib, String... command) throws Exception {
        Path out = scratch.resolve("out");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("BUCKIA_JAVA_OPTS", options);
        if (lib != null) {
            builder.environment().put("BUCKIA_LIB", lib.toString());
        }
        Process process = builder.start();
        boolean ended = process.waitFor(SECONDS_MAX, TimeUnit.SECONDS);
        process.destroyForcibly();
        String said = Files.readString(out, StandardCharsets.UTF_8);
        assertThat(ended && process.exitValue() == 0).as(said).isTrue();
        return said;
    }
}
