package dev.holdfast.buckia.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.buckia.bucket.BucketConfig;
import dev.holdfast.buckia.bucket.Buckets;
import dev.holdfast.buckia.bucket.steady.Limits;
import dev.holdfast.buckia.bucket.steady.Retries;
import dev.holdfast.buckia.bucket.steady.SteadyBucket;
import dev.holdfast.buckia.bucket.steady.Traffic;
import dev.holdfast.buckia.crypt.Seal;
import dev.holdfast.buckia.pack.DamagedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotsTest {
    private static final long SEED = 20_261_120;

    @TempDir
    Path scratch = Path.of("");

    private final Traffic traffic = new Traffic();
    private final Random random = new Random(SEED);
    private Instant now = Instant.parse("2026-11-20T10:00:00Z");
    private SteadyBucket bucket = steady("unused");
    private Snapshots snapshots = snapshots("unused", Duration.ZERO);
    private Path file = Path.of("");

    @BeforeEach
    void open() throws IOException {
        var folder = Files.createDirectory(scratch.resolve("bucket"));
        bucket = steady(folder.toString());
        snapshots = snapshots("here", Duration.ZERO);
        file = scratch.resolve("app.sqlite");
    }

    @AfterEach
    void close() {
        bucket.close();
    }

    @Test
    void sendsLittleMoreThanTheChangedPages() throws Exception {
        try (var app = new SampleDatabase(file, random, 4_096, "wal")) {
            app.add(6_000);
            snapshots.take("app.sqlite", file);
            for (int round = 0; round < 15; round++) {
                var before = pages(file);
                app.change(1 + random.nextInt(100));
                if (round % 5 == 0) {
                    app.add(random.nextInt(500));
                }
                now = now.plusSeconds(60);
                long sent = traffic.sent();
                snapshots.take("app.sqlite", file);
                long changed = changed(before, pages(file));
                assertThat(traffic.sent() - sent).as("round " + round).isLessThanOrEqualTo(changed * 4_096 * 13 / 10);
            }
        }
        assertThat(SampleDatabase.dump(restored(snapshots.list("app.sqlite").getFirst(), "elsewhere")))
                .isEqualTo(dumpOf(file));
    }

    @Test
    void everyKeptSnapshotComesBackOnAnotherDevice() throws Exception {
        var dumps = new HashMap<String, String>();
        try (var app = new SampleDatabase(file, random, 1_024, "delete")) {
            for (int round = 0; round < 36; round++) {
                switch (random.nextInt(6)) {
                    case 0 -> app.run("delete from things where id % 3 = " + random.nextInt(3));
                    case 1 -> app.run("vacuum");
                    case 2 -> app.run("create table t" + round + " (a, b)");
                    default -> app.change(20);
                }
                app.add(random.nextInt(300));
                if (round == 20) {
                    app.run("pragma page_size = 8192");
                    app.run("vacuum");
                }
                now = now.plusSeconds(1);
                dumps.put(snapshots.take("app.sqlite", file).reference(), SampleDatabase.dump(file));
            }
        }
        assertThat(dumps).hasSize(36);
        for (var each : snapshots.list("app.sqlite")) {
            assertThat(SampleDatabase.dump(restored(each, "elsewhere")))
                    .as(each.reference())
                    .isEqualTo(dumps.get(each.reference()));
        }
    }

    @Test
    void aSnapshotIsOneMomentWhileTheApplicationWrites() throws Exception {
        var started = new CountDownLatch(1);
        var stop = new AtomicBoolean();
        try (var app = new SampleDatabase(file, random, 4_096, "wal")) {
            app.add(2_000);
            var writer = CompletableFuture.runAsync(() -> {
                try (var other = new SampleDatabase(file, new Random(1), 4_096, "wal")) {
                    for (int at = 0; at < 3_000 && !stop.get(); at++) {
                        other.add(20);
                        started.countDown();
                        other.change(5);
                    }
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            started.await();
            for (int round = 0; round < 4; round++) {
                now = now.plusSeconds(1);
                var target = restored(snapshots.take("app.sqlite", file), "here");
                assertThat(SampleDatabase.number(target, "select sum(pair) from things"))
                        .isZero();
                assertThat(SampleDatabase.number(target, "select count(*) % 20 from things"))
                        .isZero();
            }
            stop.set(true);
            writer.join();
        }
    }

    @Test
    void theSameContentIsTheSameDigestAlsoAfterARestore() throws Exception {
        try (var app = new SampleDatabase(file, random, 4_096, "wal")) {
            app.add(500);
            var carrier = new SqliteCarrier(snapshots, 1, KeepRule.USUAL);
            var first = carrier.digest("app.sqlite", file);
            var carried = carrier.send("app.sqlite", file, "");
            assertThat(carried.sha256()).isEqualTo(first.sha256());
            app.run("pragma wal_checkpoint(truncate)");
            assertThat(carrier.digest("app.sqlite", file)).isEqualTo(first);
            var target = scratch.resolve("fetched");
            carrier.fetch("app.sqlite", carried, target);
            assertThat(carrier.digest("other", target)).isEqualTo(first);
            long sent = traffic.sent();
            carrier.send("app.sqlite", file, carried.reference());
            assertThat(traffic.sent() - sent).isLessThan(400);
        }
    }

    @Test
    void aFileThatIsOpenElsewhereIsntReplaced() throws Exception {
        try (var app = new SampleDatabase(file, random, 4_096, "wal")) {
            app.add(100);
            var snapshot = snapshots.take("app.sqlite", file);
            app.add(100);
            var before = dumpOf(file);
            assertThatThrownBy(() -> snapshots.restore(snapshot, file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("open in another program");
            assertThat(dumpOf(file)).isEqualTo(before);
        }
        var snapshot = snapshots.list("app.sqlite").getFirst();
        Files.write(file.resolveSibling("app.sqlite-wal"), new byte[5_000]);
        snapshots.restore(snapshot, file);
        assertThat(SampleDatabase.number(file, "select count(*) from things")).isEqualTo(100);
        assertThat(scratch.resolve("app.sqlite-wal")).doesNotExist();
        assertThat(scratch.resolve("app.sqlite-shm")).doesNotExist();
    }

    @Test
    void whatIsDamagedOrSwappedInTheBucketIsNeverRestored() throws Exception {
        try (var app = new SampleDatabase(file, random, 4_096, "delete")) {
            app.add(300);
        }
        var snapshot = snapshots.take("app.sqlite", file);
        try (var packs = Files.newDirectoryStream(scratch.resolve("bucket/.buckia/packs"))) {
            for (var pack : packs) {
                try (var channel = FileChannel.open(pack, StandardOpenOption.WRITE)) {
                    channel.write(java.nio.ByteBuffer.wrap(new byte[] {1, 2, 3}), 100);
                }
            }
        }
        var before = Files.readAllBytes(file);
        assertThatThrownBy(() -> snapshots.restore(snapshot, file)).isInstanceOf(DamagedException.class);
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void collectionNeedsTwoRunsAndSparesWhatIsKept() throws Exception {
        var rule = new KeepRule(2, 0, 0, 0, 0);
        var live = new HashSet<String>();
        try (var app = new SampleDatabase(file, random, 4_096, "delete")) {
            for (int round = 0; round < 8; round++) {
                app.run("delete from things");
                app.add(300);
                now = now.plusSeconds(3_600);
                var taken = snapshots.take("app.sqlite", file);
                if (round == 1) {
                    live.add(taken.reference());
                }
            }
        }
        assertThat(snapshots("here", Duration.ofHours(24)).collect(live, rule).deleted())
                .isZero();
        assertThat(snapshots("here", Duration.ofHours(24)).collect(live, rule).deleted())
                .isZero();
        assertThat(snapshots.list("app.sqlite")).hasSize(8);
        // Someone refers to one of the noted ones before they go.
        var saved = snapshots.list("app.sqlite").get(4);
        live.add(saved.reference());
        for (int run = 0; run < 4; run++) {
            snapshots.collect(live, rule);
            for (var each : snapshots.list("app.sqlite")) {
                restored(each, "elsewhere" + run);
            }
        }
        assertThat(snapshots.list("app.sqlite")).hasSizeLessThanOrEqualTo(8).contains(saved);
        assertThat(snapshots.collect(Set.of(), rule).deleted()).isZero();
    }

    @Test
    void packsOfWhichLittleIsUsedGo() throws Exception {
        var rule = new KeepRule(2, 0, 0, 0, 0);
        try (var app = new SampleDatabase(file, random, 4_096, "delete")) {
            app.add(1_500);
            snapshots.take("app.sqlite", file);
            var first = packs();
            // All but a few pages of what the first pack holds are written anew.
            app.run("update things set text = randomblob(400) where id > 60");
            for (int round = 0; round < 37; round++) {
                app.run("update things set text = randomblob(400) where id = " + (100 + round));
                now = now.plusSeconds(60);
                snapshots.take("app.sqlite", file);
            }
            for (int run = 0; run < 5; run++) {
                now = now.plusSeconds(1);
                snapshots.collect(Set.of(), rule);
            }
            assertThat(packs()).doesNotContainAnyElementsOf(first);
            assertThat(SampleDatabase.dump(restored(snapshots.list("app.sqlite").getFirst(), "elsewhere")))
                    .isEqualTo(dumpOf(file));
        }
    }

    @Test
    void whatIsNotedIsWrittenUnderAnotherName() throws Exception {
        try (var app = new SampleDatabase(file, random, 4_096, "delete")) {
            app.add(300);
        }
        var first = snapshots.take("app.sqlite", file);
        try (var manifests = Files.walk(scratch.resolve("bucket/.buckia/snapshots"))) {
            for (var each : manifests.filter(Files::isRegularFile).toList()) {
                Files.delete(each);
            }
        }
        var orphans = packs();
        assertThat(snapshots.collect(Set.of(), KeepRule.USUAL).deleted()).isZero();
        // While the packs wait to be deleted, another device sends the same pages.
        var second = snapshots("elsewhere", Duration.ZERO).take("app.sqlite", file);
        assertThat(first.reference()).isNotEqualTo(second.reference());
        assertThat(packs()).containsAll(orphans).hasSize(2 * orphans.size());
        now = now.plusSeconds(1);
        assertThat(snapshots.collect(Set.of(), KeepRule.USUAL).deleted()).isEqualTo(orphans.size());
        assertThat(packs()).doesNotContainAnyElementsOf(orphans);
        assertThat(SampleDatabase.dump(restored(second, "third"))).isEqualTo(dumpOf(file));
    }

    private Set<String> packs() throws IOException {
        var names = new HashSet<String>();
        try (var packs = Files.list(scratch.resolve("bucket/.buckia/packs"))) {
            packs.forEach(pack -> names.add(String.valueOf(pack.getFileName())));
        }
        return names;
    }

    @Test
    void theRuleKeepsTheLastOfEachPeriod() {
        var all = new java.util.ArrayList<Snapshot>();
        for (int day = 0; day < 400; day++) {
            all.add(new Snapshot("d" + day, now.minus(Duration.ofDays(day))));
        }
        var kept = KeepRule.USUAL.kept(all);
        assertThat(kept).contains("d0", "d9", "d13", "d324").hasSizeBetween(30, 60);
        assertThatThrownBy(() -> new KeepRule(0, 1, 1, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theLockPageOfALargeFileIsLeftOut() throws IOException {
        assertThat(Shot.isLockPage((1 << 30) / 4_096, 4_096)).isTrue();
        assertThat(Shot.isLockPage((1 << 30) / 4_096 - 1, 4_096)).isFalse();
        assertThat(Shot.isLockPage((1 << 30) / 65_536, 65_536)).isTrue();
    }

    private Path restored(Snapshot snapshot, String device) throws IOException {
        var target = scratch.resolve("restored");
        snapshots(device, Duration.ZERO).restore(snapshot, target);
        return target;
    }

    private String dumpOf(Path database) throws SQLException, IOException {
        var copy = scratch.resolve("copy");
        Files.deleteIfExists(copy);
        DatabaseStore.copy(database, copy);
        return SampleDatabase.dump(copy);
    }

    private Map<Integer, String> pages(Path database) throws IOException {
        try (var shot = snapshots.shoot(database)) {
            var pages = new HashMap<Integer, String>();
            for (int page = 0; page < shot.table().count(); page++) {
                var hash = java.util.HexFormat.of().formatHex(shot.table().hashes(), page * 32, page * 32 + 32);
                pages.put(page, hash);
            }
            return pages;
        }
    }

    private static long changed(Map<Integer, String> before, Map<Integer, String> after) {
        return after.entrySet().stream()
                .filter(each -> !each.getValue().equals(before.get(each.getKey())))
                .count();
    }

    private Snapshots snapshots(String device, Duration grace) {
        return new Snapshots(bucket, Seal.NONE, () -> now, scratch.resolve("scratch-" + device), grace);
    }

    private SteadyBucket steady(String folder) {
        var local = Buckets.open(new BucketConfig("local", folder, Map.of()));
        return new SteadyBucket(local, new Retries(wait -> {}, random), Limits.NONE, traffic);
    }
}
