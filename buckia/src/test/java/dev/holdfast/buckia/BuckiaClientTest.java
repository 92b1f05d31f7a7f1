package dev.holdfast.buckia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.buckia.bucket.BucketConfig;
import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import dev.holdfast.buckia.sync.Action;
import dev.holdfast.buckia.sync.SyncListener;
import dev.holdfast.buckia.sync.SyncOptions;
import dev.holdfast.buckia.sync.SyncResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library as a program uses it, with a configuration and nothing else. */
class BuckiaClientTest {
    private static final int LARGE = 12 << 20;

    @TempDir
    Path scratch = Path.of("");

    private Path here = Path.of("");
    private Path there = Path.of("");
    private BucketConfig config = new BucketConfig("local", "", Map.of());

    @BeforeEach
    void lay() throws IOException {
        here = Files.createDirectory(scratch.resolve("here"));
        there = Files.createDirectory(scratch.resolve("there"));
        config = new BucketConfig(
                "local", Files.createDirectory(scratch.resolve("bucket")).toString(), Map.of());
    }

    @Test
    void chosenPathsArriveADatabaseInUseWithWhatItsLogHolds() throws Exception {
        Files.createDirectory(here.resolve("images"));
        Files.writeString(here.resolve("images/a.jpg"), "a picture");
        Files.writeString(here.resolve("notes.txt"), "not chosen");
        Files.createDirectory(here.resolve("database"));
        var database = "jdbc:sqlite:" + here.resolve("database/things.db");
        try (var app = DriverManager.getConnection(database);
                var statement = app.createStatement()) {
            statement.execute("pragma journal_mode = wal");
            statement.execute("create table things (name text)");
            statement.execute("insert into things values ('a chair')");

            assertThat(sync(here).success()).isTrue();
            assertThat(sync(there).success()).isTrue();
        }
        assertThat(there.resolve("images/a.jpg")).hasContent("a picture");
        assertThat(there.resolve("notes.txt")).doesNotExist();
        try (var copy = DriverManager.getConnection("jdbc:sqlite:" + there.resolve("database/things.db"));
                var statement = copy.createStatement();
                var rows = statement.executeQuery("select name from things")) {
            assertThat(rows.getString(1)).isEqualTo("a chair");
        }
    }

    @Test
    void aCanceledSyncStopsWithinAFileAndTheNextGoesOn() throws IOException {
        Files.write(here.resolve("large"), new byte[LARGE]);
        sync(here, List.of());
        var moved = new AtomicLong();
        try (var client = new BuckiaClient(config)) {
            var canceling = new SyncListener() {
                @Override
                public void moved(Action action, long bytes) {
                    moved.addAndGet(bytes);
                    client.cancel();
                }
            };
            assertThatThrownBy(() -> client.sync(there, SyncOptions.DEFAULT, canceling))
                    .isInstanceOfSatisfying(
                            BucketException.class,
                            failure -> assertThat(failure.error()).isEqualTo(BucketError.CANCELED));
            assertThat(moved.get()).isBetween(1L, LARGE - 1L);
            assertThat(there.resolve("large")).doesNotExist();

            assertThat(client.sync(there, List.of(), true).count(Action.Kind.DOWNLOAD))
                    .isEqualTo(1);
            assertThat(there.resolve("large")).hasSize(LARGE);
        }
    }

    @Test
    void aConfigThatCannotBeRightIsRefusedAtOnce() {
        assertThatThrownBy(() -> new BuckiaClient(new BucketConfig("nobody", "b", Map.of())))
                .isInstanceOf(BucketException.class)
                .hasMessageContaining("'nobody'");
        assertThatThrownBy(() -> new BuckiaClient(new BucketConfig("s3", "bucket", Map.of("accessKeyId", "me"))))
                .isInstanceOf(BucketException.class)
                .hasMessageContaining("secretAccessKey");
    }

    private SyncResult sync(Path folder) throws IOException {
        return sync(folder, List.of("images/", "database/"));
    }

    private SyncResult sync(Path folder, List<String> paths) throws IOException {
        try (var client = new BuckiaClient(config)) {
            return client.sync(folder, paths, true);
        }
    }
}
