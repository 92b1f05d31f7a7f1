package dev.holdfast.buckia.command;

import static dev.holdfast.buckia.command.Running.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bucket in which objects are damaged, cut or gone: what {@code verify} sees of it, and how {@code gc} goes on. */
class DamageTest {
    @TempDir
    Path scratch = Path.of("");

    private Path one = Path.of("");
    private Path other = Path.of("");
    private Path bucket = Path.of("");
    private Path key = Path.of("");

    @BeforeEach
    void makeFolders() throws Exception {
        one = Files.createDirectory(scratch.resolve("one"));
        other = Files.createDirectory(scratch.resolve("other"));
        bucket = Files.createDirectory(scratch.resolve("bucket"));
        key = Running.secret(scratch.resolve("key"), "a key of more than thirty-two bytes for a test");
        Files.createDirectory(one.resolve("private"));
        Files.writeString(one.resolve("private/diary"), "page");
        database("create table t as select randomblob(9000) as a");
        buckia("sync", one);
    }

    @Test
    void whatIsMissingOrShortIsSeenWithoutReadingIt() throws IOException {
        assertThat(buckia("verify", one).out()).contains("as the indexes say");
        for (var cut : List.of(false, true)) {
            for (var below : List.of(".buckia/pieces", ".buckia/packs")) {
                for (var each : objects(below)) {
                    byte[] bytes = Files.readAllBytes(each);
                    if (cut) {
                        Files.write(each, Arrays.copyOf(bytes, below.endsWith("packs") ? 0 : bytes.length - 1));
                    } else {
                        Files.delete(each);
                    }
                }
            }
            var found = buckia("verify", other);
            assertThat(found.code()).isEqualTo(ExitCode.SOME_FAILED);
            assertThat(found.out()).contains("private/diary ", "app.sqlite ", "2 problems");
            assertThat(buckia("verify", one, "--repair").code()).isZero();
            assertThat(buckia("verify", other).out()).contains("as the indexes say");
        }
        assertThat(buckia("sync", other).code()).isZero();
        assertThat(other.resolve("private/diary")).hasContent("page");
    }

    @Test
    void aCollectionGoesOnBesideWhatIsDamaged() throws Exception {
        Files.createDirectories(bucket.resolve(".buckia/gc"));
        Files.write(bucket.resolve(".buckia/gc/" + "0".repeat(64)), new byte[0]);
        Files.write(bucket.resolve(".buckia/gc/x"), new byte[0]);
        assertThat(buckia("gc", one).out()).isEqualTo("0 objects deleted\n");

        var first = objects(".buckia/snapshots").getFirst();
        byte[] bytes = Files.readAllBytes(first);
        bytes[bytes.length / 2] ^= 1;
        Files.write(first, bytes);
        int packs = objects(".buckia/packs").size();
        Files.writeString(bucket.resolve(".buckia/packs/" + "1".repeat(64)), "nobody's");
        Files.writeString(bucket.resolve(".buckia/snapshots/x"), "nobody's");
        var left = buckia("gc", one);
        assertThat(left.code()).isZero();
        assertThat(left.out()).contains("left: all packs", "verify --repair");
        assertThat(noted()).doesNotContain("111");
        assertThat(objects(".buckia/packs")).hasSize(packs + 1);

        assertThat(buckia("verify", one).out()).contains("app.sqlite ", "1 problems");
        var mended = buckia("verify", one, "--repair");
        assertThat(mended.code()).isZero();
        assertThat(mended.out()).contains("; mended", "; moved to the trash");
        assertThat(buckia("verify", one, "--deep").out()).contains("as the indexes say");
        assertThat(buckia("gc", one).out()).doesNotContain("left");
        assertThat(noted()).contains("1".repeat(64));
        assertThat(buckia("sync", other).code()).isZero();
        assertThat(other.resolve("app.sqlite")).exists();
    }

    @Test
    void aNoteInTheTrashThatCantBeReadSparesWhatItMayName() throws Exception {
        Files.writeString(one.resolve("private/diary"), "second page");
        buckia("sync", one);
        int pieces = objects(".buckia/pieces").size();
        for (var each : objects(".buckia/trash")) {
            Files.write(each, new byte[5_000]);
        }
        var left = buckia("gc", one);
        assertThat(left.code()).isZero();
        assertThat(left.out()).contains("left: all packs and pieces");
        assertThat(buckia("trash", one).code()).isZero();
        assertThat(objects(".buckia/pieces")).hasSize(pieces);
    }

    @Test
    void aListOfPiecesThatCantBeReadSparesAllPieces() throws Exception {
        for (var each : objects(".buckia/pieces")) {
            Files.write(each, new byte[5_000]);
        }
        assertThat(buckia("gc", one).out()).contains("left: all encrypted pieces");
        assertThat(buckia("verify", one, "--repair").code()).isZero();
        assertThat(buckia("gc", one).out()).doesNotContain("left");
    }

    private String noted() throws IOException {
        var text = new StringBuilder();
        for (var each : objects(".buckia/gc")) {
            text.append(Files.readString(each));
        }
        return text.toString();
    }

    private List<Path> objects(String below) throws IOException {
        try (var objects = Files.walk(bucket.resolve(below))) {
            return objects.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private void database(String sql) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + one.resolve("app.sqlite"));
                var statement = connection.createStatement()) {
            statement.execute("pragma journal_mode = wal");
            statement.execute(sql);
        }
    }

    private Running buckia(String command, Path folder, String... more) {
        var all = new ArrayList<>(List.of(folder.toString(), "file:" + bucket));
        all.addAll(List.of("--encrypt", "private/**", "--key-file", key.toString()));
        all.addAll(List.of(more));
        return run(List.of(command), all.toArray(String[]::new));
    }
}
