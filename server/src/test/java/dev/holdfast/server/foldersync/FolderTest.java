package dev.holdfast.server.foldersync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.server.transfer.Hashes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FolderTest {
    private static final int ROUNDS = 100;
    private static final int WRITERS = 4;

    @TempDir
    Path root;

    @Test
    void ofThoseWhoWriteWhereNothingIsOneWins() throws Exception {
        try (Folder folder = Folder.open(root);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < ROUNDS; round++) {
                String path = "note-" + round + ".md";
                List<Future<Boolean>> writers = new ArrayList<>();
                for (int i = 0; i < WRITERS; i++) {
                    String text = "writer " + i;
                    writers.add(threads.submit(() -> folder.write(path, text, null)));
                }
                String winner = null;
                for (int i = 0; i < WRITERS; i++) {
                    if (writers.get(i).get()) {
                        assertThat(winner).as("round " + round).isNull();
                        winner = "writer " + i;
                    }
                }
                assertThat(Files.readString(root.resolve(path))).isEqualTo(winner);
            }
            assertThat(leftovers()).isEmpty();
        }
    }

    @Test
    void aWriteThatFailsLeavesNothingBehind() throws Exception {
        try (Folder folder = Folder.open(root)) {
            // Half of a pair isn't text: the write fails when some of it may be on the disk.
            assertThatThrownBy(() -> folder.write("a.md", "x".repeat(100_000) + "\ud800", null))
                    .isInstanceOf(IOException.class);
            assertThat(root.resolve("a.md")).doesNotExist();
            assertThat(leftovers()).isEmpty();
        }
    }

    @Test
    void whatAKilledRunLeftIsRemoved() throws Exception {
        Files.createDirectories(root.resolve(Folder.HOME));
        Files.writeString(root.resolve(Folder.HOME).resolve("write-123.new"), "half");
        Files.writeString(root.resolve("write-1.new"), "a person's own");
        Folder.open(root).close();
        assertThat(leftovers()).isEmpty();
        assertThat(root.resolve("write-1.new")).exists();
    }

    @Test
    void replacesOnlyWhatItWasToldOf() throws Exception {
        try (Folder folder = Folder.open(root)) {
            assertThat(folder.write("a.md", "one", null)).isTrue();
            assertThat(folder.write("a.md", "two", null)).isFalse();
            assertThat(folder.write("a.md", "two", Hashes.of("other"))).isFalse();
            assertThat(folder.write("a.md", "two", Hashes.of("one"))).isTrue();
            assertThat(Files.readString(root.resolve("a.md"))).isEqualTo("two");
            assertThat(leftovers()).isEmpty();
        }
    }

    private List<Path> leftovers() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(Folder.HOME))) {
            return files.filter(file -> file.getFileName().toString().startsWith("write-"))
                    .toList();
        }
    }
}
