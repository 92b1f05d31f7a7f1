package dev.holdfast.buckia.command;

import static dev.holdfast.buckia.command.Running.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What brings back, mends and tells: {@code trash}, {@code restore --trash}, {@code verify --repair}, {@code log}. */
class CareTest {
    @TempDir
    Path scratch = Path.of("");

    private Path one = Path.of("");
    private Path other = Path.of("");
    private Path bucket = Path.of("");
    private Path key = Path.of("");

    @BeforeEach
    void makeFolders() throws IOException {
        one = Files.createDirectory(scratch.resolve("one"));
        other = Files.createDirectory(scratch.resolve("other"));
        bucket = Files.createDirectory(scratch.resolve("bucket"));
        key = Running.secret(scratch.resolve("key"), "a key of more than thirty-two bytes for a test");
    }

    @Test
    void whatWasOverwrittenOrDeletedComesBack() throws IOException {
        Files.createDirectory(one.resolve("private"));
        Files.writeString(one.resolve("open"), "first");
        Files.writeString(one.resolve("private/diary"), "first page");
        Files.writeString(one.resolve("stays"), "");
        sync(one);
        sync(other);
        Files.writeString(one.resolve("open"), "second");
        Files.writeString(one.resolve("private/diary"), "second page");
        sync(one);
        sync(other);
        Files.delete(one.resolve("private/diary"));
        sync(one);
        sync(other);

        var listed = buckia("trash", one).out();
        assertThat(listed.lines().filter(line -> line.contains("  private/diary  bucket:")))
                .hasSize(2);
        assertThat(listed.lines().filter(line -> line.contains("  open  bucket:")))
                .hasSize(1);
        assertThat(buckia("trash", other, "--path", "open").out()).contains("here:", "bucket:");
        // Whoever collects meanwhile spares what the trash refers to.
        assertThat(buckia("gc", one).code()).isZero();

        var texts = new ArrayList<String>();
        for (var id : ids(listed, "private/diary")) {
            assertThat(buckia("restore", one, "--trash", id).out()).isEqualTo("private/diary is back\n");
            texts.add(Files.readString(one.resolve("private/diary")));
        }
        assertThat(texts).containsExactlyInAnyOrder("first page", "second page");
        var target = scratch.resolve("elsewhere");
        var open = ids(listed, "open").getFirst();
        assertThat(buckia("restore", one, "--trash", open, "--to", target.toString())
                        .code())
                .isZero();
        assertThat(target).hasContent("first");
        sync(one);
        assertThat(sync(other).code()).isZero();
        assertThat(other.resolve("private/diary")).hasContent(texts.getLast());
        assertThat(buckia("restore", one, "--trash", "bucket:nothing").code()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(buckia("restore", one).code()).isEqualTo(ExitCode.USAGE);
        Running.contents(bucket)
                .forEach((path, bytes) -> assertThat(path + bytes).doesNotContain("diary", "page"));
    }

    @Test
    void whatIsDamagedThereAndWholeHereIsMended() throws Exception {
        Files.createDirectory(one.resolve("private"));
        Files.writeString(one.resolve("open"), "open");
        Files.writeString(one.resolve("private/diary"), "page");
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + one.resolve("app.sqlite"));
                var statement = connection.createStatement()) {
            statement.execute("pragma journal_mode = wal");
            statement.execute("create table t as select randomblob(9000) as a");
        }
        sync(one);
        Files.delete(bucket.resolve("open"));
        for (var below : List.of(".buckia/pieces", ".buckia/packs")) {
            try (var objects = Files.list(bucket.resolve(below))) {
                for (var each : objects.toList()) {
                    byte[] bytes = Files.readAllBytes(each);
                    bytes[bytes.length / 2] ^= 1;
                    Files.write(each, bytes);
                }
            }
        }

        var found = buckia("verify", other, "--deep");
        assertThat(found.code()).isEqualTo(ExitCode.SOME_FAILED);
        assertThat(found.out()).contains("3 problems").doesNotContain("mended");
        var mended = buckia("verify", one, "--deep", "--repair");
        assertThat(mended.code()).isZero();
        assertThat(mended.out().lines().filter(line -> line.endsWith("; mended")))
                .hasSize(3);
        assertThat(buckia("verify", other, "--deep").out()).contains("as the indexes say");
        assertThat(sync(other).code()).isZero();
        assertThat(other.resolve("private/diary")).hasContent("page");
        assertThat(sync(one).out()).startsWith("nothing to do");
    }

    @Test
    void aLogTellsInShort() throws IOException {
        var log = scratch.resolve("log");
        Files.writeString(one.resolve("a"), "1");
        assertThat(buckia("sync", one, "--log-file", log.toString(), "--log-level", "debug")
                        .code())
                .isZero();
        assertThat(Files.readString(log))
                .contains("\"event\":\"done\"", "\"path\":\"a\"", "\"event\":\"ended\"")
                .doesNotContain("thirty-two");
        Files.delete(one.resolve("a"));
        assertThat(buckia("sync", one, "--log-file", log.toString()).code()).isEqualTo(ExitCode.GUARD);
        Files.writeString(log, Files.readString(log) + "{\"time\":\"20");

        var summary = run("log", "summarize", log.toString());
        assertThat(summary.out()).contains("1 runs", "1 stopped", "1 × the folder is empty", "1 lines that aren't");
        assertThat(run("log", "summarize", log.toString(), "--json").out()).contains("\"runs\":1", "\"stopped\":1");
        assertThat(run("log", "summarize", scratch.resolve("none").toString()).code())
                .isEqualTo(ExitCode.NOT_FOUND);
        assertThat(run("log", "forget", log.toString()).code()).isEqualTo(ExitCode.USAGE);
    }

    private static List<String> ids(String listed, String path) {
        return listed.lines()
                .filter(line -> line.contains("  " + path + "  bucket:"))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .toList();
    }

    private Running sync(Path folder) {
        return buckia("sync", folder);
    }

    private Running buckia(String command, Path folder, String... more) {
        var all = new ArrayList<>(List.of(folder.toString(), "file:" + bucket));
        all.addAll(List.of("--encrypt", "private/**", "--key-file", key.toString()));
        all.addAll(List.of(more));
        return run(List.of(command), all.toArray(String[]::new));
    }
}
