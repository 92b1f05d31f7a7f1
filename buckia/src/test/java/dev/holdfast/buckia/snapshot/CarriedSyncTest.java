package dev.holdfast.buckia.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.buckia.BuckiaClient;
import dev.holdfast.buckia.Carriers;
import dev.holdfast.buckia.bucket.BucketConfig;
import dev.holdfast.buckia.bucket.Buckets;
import dev.holdfast.buckia.bucket.steady.Limits;
import dev.holdfast.buckia.bucket.steady.Retries;
import dev.holdfast.buckia.bucket.steady.SteadyBucket;
import dev.holdfast.buckia.bucket.steady.Traffic;
import dev.holdfast.buckia.crypt.Seal;
import dev.holdfast.buckia.sync.SyncListener;
import dev.holdfast.buckia.sync.SyncOptions;
import dev.holdfast.buckia.sync.SyncResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SQLite files in an ordinary sync. */
class CarriedSyncTest {
    @TempDir
    Path scratch = Path.of("");

    private final Random random = new Random(5);
    private Path one = Path.of("");
    private Path other = Path.of("");
    private Path bucket = Path.of("");

    @BeforeEach
    void makeFolders() throws IOException {
        one = Files.createDirectory(scratch.resolve("one"));
        other = Files.createDirectory(scratch.resolve("other"));
        bucket = Files.createDirectory(scratch.resolve("bucket"));
    }

    @Test
    void anOpenDatabaseReachesTheOtherDeviceWithWhatItsLogHolds() throws Exception {
        try (var app = new SampleDatabase(one.resolve("app.sqlite"), random, 4_096, "wal")) {
            app.add(3_000);
            assertThat(sync(one, Plain.NEVER).failures()).isEmpty();
            assertThat(bucket.resolve("app.sqlite")).doesNotExist();
            assertThat(sync(other, Plain.NEVER).failures()).isEmpty();
            assertThat(count(other)).isEqualTo(3_000);

            app.add(100);
            long before = sync(one, Plain.NEVER).bytesSent();
            assertThat(before).isLessThan(200_000);
            sync(other, Plain.NEVER);
            assertThat(count(other)).isEqualTo(3_100);
            assertThat(sync(one, Plain.NEVER).done()).isEmpty();
            assertThat(sync(other, Plain.NEVER).done()).isEmpty();
        }
    }

    @Test
    void aWholeCopyStaysReadableAndGoesWithItsFile() throws Exception {
        try (var app = new SampleDatabase(one.resolve("app.sqlite"), random, 4_096, "wal")) {
            app.add(200);
            sync(one, Plain.ALWAYS);
            assertThat(SampleDatabase.number(bucket.resolve("app.sqlite"), "select count(*) from things"))
                    .isEqualTo(200);
            sync(other, Plain.ALWAYS);
            assertThat(sync(one, Plain.ALWAYS).done()).isEmpty();
        }
        Files.writeString(one.resolve("stays"), "so that the folder isn't empty");
        sync(one, Plain.ALWAYS);
        Files.delete(one.resolve("app.sqlite"));
        sync(one, Plain.ALWAYS);
        assertThat(bucket.resolve("app.sqlite")).doesNotExist();
        sync(other, Plain.ALWAYS);
        assertThat(other.resolve("app.sqlite")).doesNotExist();
        assertThat(sync(one, Plain.ALWAYS).done()).isEmpty();
    }

    @Test
    void lookingLeavesNoCopiesBehind() throws Exception {
        try (var app = new SampleDatabase(one.resolve("app.sqlite"), random, 4_096, "wal")) {
            app.add(200);
            assertThat(sync(one, SyncOptions.DEFAULT.withDryRun(true), Plain.NEVER)
                            .plan())
                    .isNotEmpty();
            requireNoCopies();
            sync(one, Plain.NEVER);
            requireNoCopies();
            app.add(10);
            try (var client = client(one, Plain.NEVER)) {
                assertThat(client.engine().status(one).changed()).containsExactly("app.sqlite");
                requireNoCopies();
                assertThat(client.engine().verify(one, true, false)).isEmpty();
                requireNoCopies();
            }
        }
        try (var client = client(one, Plain.NEVER)) {
            client.engine().discard(one, "app.sqlite");
        }
        requireNoCopies();
    }

    private void requireNoCopies() throws IOException {
        try (var left = Files.newDirectoryStream(one.resolve(".buckia/tmp"), "tsnapshot*")) {
            assertThat(left).isEmpty();
        }
    }

    private long count(Path folder) throws SQLException {
        return SampleDatabase.number(folder.resolve("app.sqlite"), "select count(*) from things");
    }

    private SyncResult sync(Path folder, Plain plain) throws IOException {
        return sync(folder, SyncOptions.DEFAULT, plain);
    }

    private SyncResult sync(Path folder, SyncOptions options, Plain plain) throws IOException {
        try (var client = client(folder, plain)) {
            return client.sync(folder, options, SyncListener.NONE);
        }
    }

    private BuckiaClient client(Path folder, Plain plain) {
        var local = Buckets.open(new BucketConfig("local", bucket.toString(), Map.of()));
        var steady = new SteadyBucket(local, new Retries(wait -> {}, random), Limits.NONE, new Traffic());
        var carriers = Carriers.of(steady, Seal.NONE, folder, new Carriers.Sqlite(SqliteCarrier.BYTES_MIN, plain));
        return new BuckiaClient(steady, Limits.NONE, carriers, Seal.NONE);
    }
}
