package dev.holdfast.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataFolderTest {

    @TempDir
    Path base;

    @Test
    void isMadeForItsOwnerAloneAndOpensAgain() throws IOException {
        try (var folder = DataFolder.open(data())) {
            assertThat(folder.path()).isEqualTo(data());
            assertThat(folder.freeBytes()).isPositive();
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data())))
                .isEqualTo("rwx------");
        assertThat(data().resolve("holdfast.version")).hasContent("format 1");
        DataFolder.open(data()).close();
    }

    @Test
    void isRefusedTwiceInOneProcessAlsoThroughALink() throws IOException {
        try (var _ = DataFolder.open(data())) {
            var link = Files.createSymbolicLink(base.resolve("link"), data());
            for (var path : new Path[] {data(), link, data()}) {
                assertThatThrownBy(() -> DataFolder.open(path))
                        .isInstanceOf(EmbeddedException.class)
                        .hasMessageContaining("in use by this process");
            }
        }
    }

    @Test
    void isRefusedWhileAnotherProcessHasItAndFreeOnceThatIsKilled() throws Exception {
        try (var child = ChildProgram.start("hold", data())) {
            assertThatThrownBy(() -> DataFolder.open(data()))
                    .isInstanceOf(EmbeddedException.class)
                    .hasMessageContaining(data() + " is in use by process " + child.pid() + " (started ");
            child.kill();
        }
        DataFolder.open(data()).close();
    }

    @Test
    void refusesForeignFiles() throws IOException {
        Files.createDirectory(data());
        Files.writeString(data().resolve("letters.txt"), "mine");
        assertThatThrownBy(() -> DataFolder.open(data()))
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContaining("is not empty")
                .hasMessageContaining("letters.txt");
        try (var files = Files.list(data())) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void refusesANewerFormat() throws IOException {
        write("holdfast.version", "format 2\n");
        assertThatThrownBy(() -> DataFolder.open(data()))
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContaining("format 2 of a newer program");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "format", "format x", "format 99999999999", "format 1 2"})
    void refusesADamagedVersion(String text) throws IOException {
        write("holdfast.version", text);
        assertThatThrownBy(() -> DataFolder.open(data()))
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContaining("holdfast.version is damaged");
    }

    @Test
    void refusesTheDataOfAnotherPostgres() throws IOException {
        write("holdfast.version", "format 1\n");
        Files.createDirectory(data().resolve("pg"));
        write("pg/PG_VERSION", "17\n");
        assertThatThrownBy(() -> DataFolder.open(data()))
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContaining("holds the data of PostgreSQL 17, this program brings 18");
    }

    @Test
    void refusesTooLittleSpace() {
        assertThatThrownBy(() -> DataFolder.open(data(), Long.MAX_VALUE))
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContaining("bytes free, " + Long.MAX_VALUE + " are required");
    }

    @Test
    void refusesAFileInItsPlace() throws IOException {
        Files.writeString(data(), "no folder");
        assertThatThrownBy(() -> DataFolder.open(data())).isInstanceOf(EmbeddedException.class);
    }

    @Test
    void refusesAReadOnlyDisk() throws IOException {
        try (var mount = Mount.of("tmpfs", data(), "ro,size=1m")) {
            assertThatThrownBy(() -> DataFolder.open(mount.path()))
                    .isInstanceOf(EmbeddedException.class)
                    .hasMessageContaining("is not writable");
        }
    }

    private Path data() {
        return base.resolve("data");
    }

    private void write(String name, String text) throws IOException {
        Files.createDirectories(data());
        Files.writeString(data().resolve(name), text);
    }
}
