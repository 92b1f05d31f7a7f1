package dev.holdfast.buckia.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.buckia.bucket.Body;
import dev.holdfast.buckia.bucket.MemoryBucket;
import dev.holdfast.buckia.bucket.steady.Limits;
import dev.holdfast.buckia.bucket.steady.Retries;
import dev.holdfast.buckia.bucket.steady.SteadyBucket;
import dev.holdfast.buckia.bucket.steady.Traffic;
import dev.holdfast.buckia.crypt.Seal;
import dev.holdfast.buckia.state.StateException;
import dev.holdfast.buckia.sync.Action;
import dev.holdfast.buckia.sync.ConflictPolicy;
import dev.holdfast.buckia.sync.Glob;
import dev.holdfast.buckia.sync.GuardException;
import dev.holdfast.buckia.sync.Problem;
import dev.holdfast.buckia.sync.Selection;
import dev.holdfast.buckia.sync.SyncListener;
import dev.holdfast.buckia.sync.SyncOptions;
import dev.holdfast.buckia.sync.SyncResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineTest {
    @TempDir
    Path scratch;

    private final MemoryBucket bucket = new MemoryBucket(true, true);
    private final Traffic traffic = new Traffic();
    private final Engine engine = engine();
    private Path one;
    private Path other;

    EngineTest() {
        one = Path.of("");
        other = Path.of("");
    }

    @BeforeEach
    void makeFolders() throws IOException {
        one = Files.createDirectory(scratch.resolve("one"));
        other = Files.createDirectory(scratch.resolve("other"));
    }

    @Test
    void ordinaryFilesLieAtTheirOwnPaths() throws IOException {
        write(one, "dir/a.txt", "hello");
        sync(one);
        sync(other);

        assertThat(bucket.get("dir/a.txt").bytes()).isEqualTo("hello".getBytes(StandardCharsets.UTF_8));
        assertThat(other.resolve("dir/a.txt")).hasContent("hello");
        assertThat(Files.getLastModifiedTime(other.resolve("dir/a.txt")).toMillis())
                .isEqualTo(Files.getLastModifiedTime(one.resolve("dir/a.txt")).toMillis());
    }

    @Test
    void nothingToDoCostsFewRequests() throws IOException {
        for (int at = 0; at < 50; at++) {
            write(one, "f" + at, "content " + at);
        }
        sync(one);
        sync(other);
        for (Path each : List.of(one, other)) {
            long before = traffic.requests();
            assertThat(sync(each).done()).isEmpty();
            assertThat(traffic.requests() - before).isLessThanOrEqualTo(5);
        }
    }

    @Test
    void heldDeletionsDontComeBackAndCanBeCarriedLater() throws IOException {
        write(one, "a", "1");
        write(one, "b", "2");
        sync(one);
        sync(other);
        Files.delete(one.resolve("a"));
        var holding = SyncOptions.DEFAULT.withDeleteOrphaned(false);

        for (int round = 0; round < 2; round++) {
            var result = engine.sync(one, holding, SyncListener.NONE);
            assertThat(result.count(Action.Kind.HOLD)).isZero();
            assertThat(one.resolve("a")).doesNotExist();
            assertThat(bucket.head("a")).isPresent();
        }
        sync(one);
        assertThat(bucket.head("a")).isEmpty();
        engine.sync(other, holding, SyncListener.NONE);
        assertThat(other.resolve("a")).hasContent("1");
        sync(other);
        assertThat(other.resolve("a")).doesNotExist();
        assertThat(other.resolve(".buckia/trash")).isDirectoryRecursivelyContaining("glob:**/a");
        assertThat(bucket.contents().keySet()).anyMatch(key -> key.startsWith(".buckia/trash/") && key.endsWith("/a"));
    }

    @Test
    void conflictsFollowThePolicy() throws IOException {
        for (String path : List.of("photo.jpg", "data.sqlite", "remote.txt")) {
            write(one, path, "base");
        }
        sync(one);
        sync(other);
        for (String path : List.of("photo.jpg", "data.sqlite", "remote.txt")) {
            write(one, path, "by one");
            write(other, path, "by other");
        }
        sync(one);
        var policies = new java.util.LinkedHashMap<Glob, ConflictPolicy>();
        policies.put(new Glob("*.sqlite"), ConflictPolicy.LOCAL_WINS);
        policies.put(new Glob("remote.*"), ConflictPolicy.REMOTE_WINS);
        engine.sync(other, SyncOptions.DEFAULT.withConflicts(policies), SyncListener.NONE);
        sync(one);

        assertThat(one.resolve("data.sqlite")).hasContent("by other");
        assertThat(other.resolve("remote.txt")).hasContent("by one");
        assertThat(other.resolve("photo.jpg")).hasContent("by one");
        try (var files = Files.list(one)) {
            var copy = files.filter(file -> file.getFileName().toString().matches("photo \\(conflict .*\\)\\.jpg"))
                    .findFirst()
                    .orElseThrow();
            assertThat(copy).hasContent("by other");
        }
    }

    @Test
    void anEmptyFolderNeverEmptiesTheBucket() throws IOException {
        write(one, "a", "1");
        sync(one);
        Files.delete(one.resolve("a"));

        assertThatThrownBy(() -> sync(one)).isInstanceOf(GuardException.class).hasMessageContaining("mounted");
        assertThat(bucket.head("a")).isPresent();
    }

    @Test
    void aLargeShareOfDeletionsIsAskedFor() throws IOException {
        for (int at = 0; at < 30; at++) {
            write(one, "f" + at, "content " + at);
        }
        sync(one);
        for (int at = 0; at < 20; at++) {
            Files.delete(one.resolve("f" + at));
        }
        assertThatThrownBy(() -> sync(one)).isInstanceOf(GuardException.class).hasMessageContaining("20 objects");
        var accepting = SyncOptions.DEFAULT.withAccepted(Set.of(SyncOptions.Guard.DELETIONS));
        assertThat(engine.sync(one, accepting, SyncListener.NONE).count(Action.Kind.DELETE_REMOTE))
                .isEqualTo(20);
    }

    @Test
    void anEmptiedBucketIsAskedForAndCanBeFilledAgain() throws IOException {
        write(one, "a", "1");
        sync(one);
        sync(other);
        bucket.contents().keySet().forEach(bucket::delete);

        assertThatThrownBy(() -> sync(one)).isInstanceOf(GuardException.class).hasMessageContaining("emptied");
        assertThat(one.resolve("a")).hasContent("1");
        var refilling = SyncOptions.DEFAULT.withAccepted(Set.of(SyncOptions.Guard.EMPTY_BUCKET));
        engine.sync(one, refilling, SyncListener.NONE);
        sync(other);
        assertThat(bucket.head("a")).isPresent();
        assertThat(other.resolve("a")).hasContent("1");
    }

    @Test
    void otherProgramsMayChangeTheBucket() throws IOException {
        write(one, "a", "1");
        sync(one);
        bucket.put("b", Body.of("foreign".getBytes(StandardCharsets.UTF_8)));
        bucket.put("a", Body.of("changed elsewhere".getBytes(StandardCharsets.UTF_8)));
        bucket.smuggle("../outside", new byte[1]);
        var result = sync(one);

        assertThat(one.resolve("b")).hasContent("foreign");
        assertThat(one.resolve("a")).hasContent("changed elsewhere");
        assertThat(scratch.resolve("outside")).doesNotExist();
        assertThat(result.failures()).extracting(Problem::path).containsExactly("../outside");
    }

    @Test
    void hostileNamesAndLinks() throws IOException {
        List<String> fine = List.of(
                "e\u0301", "\u00e9", "🙂", "Case", "case", "trailing. ", "a".repeat(255), " lead", "-rf", "*?<>|");
        for (String name : fine) {
            write(one, name, name);
        }
        write(one, "back\\slash", "x");
        write(one, "new\nline", "x");
        Files.createSymbolicLink(one.resolve("loop"), one);
        Files.createSymbolicLink(one.resolve("passwd"), Path.of("/etc/passwd"));
        var result = sync(one);
        sync(other);

        for (String name : fine) {
            assertThat(other.resolve(name)).hasContent(name);
        }
        assertThat(result.failures()).extracting(Problem::path).containsExactlyInAnyOrder("back\\slash", "new\nline");
        assertThat(result.skipped()).extracting(Problem::path).containsExactlyInAnyOrder("loop", "passwd");
    }

    @Test
    void linksAreNotWrittenThrough() throws IOException {
        Path outside = Files.createDirectory(scratch.resolve("outside"));
        write(one, "dir/a", "1");
        sync(one);
        Files.createSymbolicLink(other.resolve("dir"), outside);
        var result = sync(other);

        assertThat(outside).isEmptyDirectory();
        assertThat(result.skipped()).extracting(Problem::path).containsExactly("dir");
        assertThat(bucket.contents()).containsKey("dir/a");
    }

    @Test
    void partsOfAFolderInOrder() throws IOException {
        write(one, "images/a", "1");
        write(one, "database/b", "2");
        write(one, "rest", "3");
        var selection = new Selection(List.of("database/", "images/a"), List.of(), List.of());
        var result = engine.sync(one, SyncOptions.DEFAULT.withParallel(1).withSelection(selection), SyncListener.NONE);

        assertThat(result.count(Action.Kind.UPLOAD)).isEqualTo(2);
        assertThat(bucket.head("rest")).isEmpty();
        assertThat(sync(one).count(Action.Kind.UPLOAD)).isEqualTo(1);
    }

    @Test
    void dryRunsChangeNothing() throws IOException {
        write(one, "a", "1");
        var result = engine.sync(one, SyncOptions.DEFAULT.withDryRun(true), SyncListener.NONE);

        assertThat(result.plan()).extracting(Action::toString).containsExactly("upload a");
        assertThat(bucket.contents()).isEmpty();
    }

    @Test
    void renamesSendNothing() throws IOException {
        write(one, "old/a", "x".repeat(100_000));
        write(one, "b", "stays");
        sync(one);
        sync(other);
        Files.createDirectories(one.resolve("new"));
        Files.move(one.resolve("old/a"), one.resolve("new/b"));
        long before = traffic.sent() + traffic.received();
        sync(one);
        sync(other);

        assertThat(other.resolve("new/b")).hasSize(100_000);
        assertThat(other.resolve("old")).doesNotExist();
        assertThat(traffic.sent() + traffic.received() - before).isLessThan(5_000);
    }

    @Test
    void aCopiedStateTakesANewName() throws IOException {
        write(one, "a", "1");
        sync(one);
        copy(one, scratch.resolve("clone"));
        write(one, "b", "2");
        sync(one);
        write(scratch.resolve("clone"), "c", "3");
        var result = sync(scratch.resolve("clone"));
        sync(one);

        assertThat(result.notes()).anyMatch(note -> note.contains("another copy"));
        for (Path each : List.of(one, scratch.resolve("clone"))) {
            assertThat(each.resolve("a")).hasContent("1");
            assertThat(each.resolve("b")).hasContent("2");
            assertThat(each.resolve("c")).hasContent("3");
        }
    }

    @Test
    void oneSyncAtATimeInAFolder() throws IOException {
        write(one, "a", "1");
        engine.sync(one, SyncOptions.DEFAULT, new SyncListener() {
            @Override
            public void planned(List<Action> actions) {
                assertThatThrownBy(() -> engine().sync(one, SyncOptions.DEFAULT, SyncListener.NONE))
                        .isInstanceOf(StateException.class);
            }
        });
        assertThat(bucket.head("a")).isPresent();
    }

    @Test
    void verifyFindsAndMends() throws IOException {
        write(one, "a", "1");
        write(one, "b", "2");
        sync(one);
        bucket.delete("a");
        bucket.put("b", Body.of("x".getBytes(StandardCharsets.UTF_8)));

        assertThat(engine.verify(one, true, false)).extracting(Problem::path).containsExactlyInAnyOrder("a", "b");
        assertThat(engine.verify(one, true, true)).allMatch(problem -> !problem.failure());
        assertThat(engine.verify(one, true, false)).isEmpty();
        assertThat(sync(one).done()).isEmpty();
    }

    @Test
    void aFolderThatBecameALinkIsNoDeletion() throws IOException {
        write(one, "dir/a", "1");
        write(one, "b", "2");
        sync(one);
        Files.delete(one.resolve("dir/a"));
        Files.delete(one.resolve("dir"));
        Files.createSymbolicLink(one.resolve("dir"), scratch.resolve("nowhere"));
        var result = sync(one);

        assertThat(result.skipped()).extracting(Problem::path).containsExactly("dir");
        assertThat(bucket.contents()).containsKeys("b", "dir/a");
    }

    private Engine engine() {
        var random = new Random(1);
        var steady = new SteadyBucket(bucket, new Retries(duration -> {}, random), Limits.NONE, traffic);
        return new Engine(new Parts(steady, List.of(), Seal.NONE, () -> Instant.parse("2026-03-01T10:00:00Z"), random));
    }

    private SyncResult sync(Path folder) throws IOException {
        return engine.sync(folder, SyncOptions.DEFAULT, SyncListener.NONE);
    }

    private static void write(Path folder, String path, String content) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var paths = Files.walk(from)) {
            for (Path each : paths.toList()) {
                Files.copy(
                        each,
                        to.resolve(from.relativize(each).toString()),
                        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
