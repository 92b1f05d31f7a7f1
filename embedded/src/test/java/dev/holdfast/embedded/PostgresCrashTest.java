package dev.holdfast.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, really killed: the program, its PostgreSQL, or both, while rows are being committed. */
class PostgresCrashTest {

    @TempDir
    Path folder;

    @AfterEach
    void leaveNothingRunning() throws IOException {
        if (Files.isDirectory(folder.resolve("pg"))) {
            new PostgresProcesses(folder.resolve("pg").toRealPath()).all().forEach(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void anOrphanIsStoppedAndNothingCommittedIsLost() throws Exception {
        int committed;
        ProcessHandle orphan;
        try (var child = ChildProgram.start("write", folder)) {
            orphan = postgresOf(child);
            committed = numberIn(child.await("committed 5"));
            child.kill();
            committed = Math.max(committed, lastCommitted(child));
        }
        assertThat(orphan.isAlive()).isTrue();
        assertThat(rowsAfterRestart()).isGreaterThanOrEqualTo(committed);
        assertThat(orphan.isAlive()).isFalse();
    }

    @Test
    void nothingCommittedIsLostWhenBothAreKilled() throws Exception {
        int committed;
        try (var child = ChildProgram.start("write", folder)) {
            var postgres = postgresOf(child);
            committed = numberIn(child.await("committed 5"));
            postgres.destroyForcibly();
            child.kill();
            committed = Math.max(committed, lastCommitted(child));
        }
        assertThat(rowsAfterRestart()).isGreaterThanOrEqualTo(committed);
    }

    @Test
    void aSecondProgramIsRefusedBeforeItTouchesAnything() throws Exception {
        try (var child = ChildProgram.start("write", folder)) {
            var postgres = postgresOf(child);
            assertThatThrownBy(() -> EmbeddedPostgres.start(options()))
                    .isInstanceOf(EmbeddedException.class)
                    .hasMessageContaining("is in use by process " + child.pid());
            assertThat(postgres.isAlive()).isTrue();
            var unused = child.await("committed 5");
        }
    }

    @Test
    void aKillWhileTheDataIsMadeLeavesNothingHalf() throws Exception {
        try (var child = ChildProgram.launch("write", folder)) {
            var unused = child.await("starting");
            // The password's file is written just before initdb begins.
            awaitFile(folder.resolve("pg.password"));
            child.kill();
        }
        assertThat(folder.resolve("pg")).doesNotExist();
        try (var postgres = EmbeddedPostgres.start(options())) {
            assertThat(postgres.pid()).isPositive();
        }
        try (var leftovers = Files.newDirectoryStream(folder, "pg.initdb-*")) {
            assertThat(leftovers).isEmpty();
        }
    }

    @Test
    void aStalePidFileThatNamesALivingStrangerIsNoHindrance() throws Exception {
        EmbeddedPostgres.start(options()).close();
        Files.writeString(
                folder.resolve("pg/postmaster.pid"), ProcessHandle.current().pid() + "\n");
        EmbeddedPostgres.start(options()).close();
        Files.writeString(folder.resolve("pg/postmaster.pid"), "");
        EmbeddedPostgres.start(options()).close();
    }

    @Test
    void aFullDiskIsNamed() throws Exception {
        try (var mount = Mount.of("tmpfs", folder.resolve("small"), "size=24m")) {
            var options =
                    EmbeddedPostgres.Options.of(mount.path().resolve("pg")).withBinaries(EmbeddedPostgres.userCache());
            assertThatThrownBy(() -> EmbeddedPostgres.start(options))
                    .isInstanceOf(EmbeddedException.class)
                    .hasMessageContaining("the disk is full");
            assertThat(mount.path().resolve("pg")).doesNotExist();
        }
    }

    @Test
    void aDiskThatFilledUpLaterIsNamedAndTheRowsStay() throws Exception {
        try (var mount = Mount.of("tmpfs", folder.resolve("small"), "size=120m")) {
            var options =
                    EmbeddedPostgres.Options.of(mount.path().resolve("pg")).withBinaries(EmbeddedPostgres.userCache());
            try (var postgres = EmbeddedPostgres.start(options)) {
                execute(postgres, "CREATE TABLE kept AS SELECT 1 AS n");
            }
            var ballast = mount.path().resolve("ballast");
            fill(ballast);
            assertThatThrownBy(() -> EmbeddedPostgres.start(options))
                    .isInstanceOf(EmbeddedException.class)
                    .hasMessageContaining("No space left on device");
            Files.delete(ballast);
            try (var postgres = EmbeddedPostgres.start(options)) {
                execute(postgres, "INSERT INTO kept SELECT n + 1 FROM kept");
            }
        }
    }

    private EmbeddedPostgres.Options options() {
        return EmbeddedPostgres.Options.of(folder.resolve("pg")).withBinaries(EmbeddedPostgres.userCache());
    }

    private int rowsAfterRestart() throws SQLException {
        try (var postgres = EmbeddedPostgres.start(options());
                var connection = DriverManager.getConnection(
                        postgres.url("postgres"), postgres.ownerUser(), postgres.ownerPassword());
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM kept")) {
            assertThat(rows.next()).isTrue();
            return rows.getInt(1);
        }
    }

    private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(
                        postgres.url("postgres"), postgres.ownerUser(), postgres.ownerPassword());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static ProcessHandle postgresOf(ChildProgram child) {
        return ProcessHandle.of(numberIn(child.await("postgres "))).orElseThrow();
    }

    private static int numberIn(String line) {
        return Integer.parseInt(line.substring(line.indexOf(' ') + 1));
    }

    /** Reads on to the last line the child could say; all of them are commits it was told of. */
    private static int lastCommitted(ChildProgram child) throws IOException {
        var last = 0;
        for (var line = child.nextLine(); line != null; line = child.nextLine()) {
            if (line.matches("committed [0-9]+")) {
                last = numberIn(line);
            }
        }
        return last;
    }

    private static void awaitFile(Path file) throws Exception {
        try (var watch = file.getFileSystem().newWatchService()) {
            var unused = Durable.folderOf(file).register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            while (!Files.exists(file)) {
                var key = watch.poll(60, TimeUnit.SECONDS);
                assertThat(key).as("%s appears", file).isNotNull();
                key.reset();
            }
        }
    }

    private static void fill(Path file) throws IOException {
        try (var out = Files.newOutputStream(file)) {
            var block = new byte[4_096];
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }
}
