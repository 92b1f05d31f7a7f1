package dev.holdfast.buckia.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.buckia.Carriers;
import dev.holdfast.buckia.bucket.BucketException;
import dev.holdfast.buckia.bucket.MemoryBucket;
import dev.holdfast.buckia.bucket.steady.Limits;
import dev.holdfast.buckia.bucket.steady.Retries;
import dev.holdfast.buckia.bucket.steady.SteadyBucket;
import dev.holdfast.buckia.bucket.steady.Traffic;
import dev.holdfast.buckia.crypt.KeySeal;
import dev.holdfast.buckia.snapshot.Plain;
import dev.holdfast.buckia.sync.Glob;
import dev.holdfast.buckia.sync.SyncListener;
import dev.holdfast.buckia.sync.SyncOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two devices with databases and encrypted files, days that pass, programs that die, and collections by either at any moment:
 * whatever an index names can be brought back, and what nobody needs goes. Replay a seed with {@code -Dbuckia.gcSeed=N}.
 */
class CollectionTest {
    private static final long SEEDS = Long.getLong("buckia.gcSeeds", 8);
    private static final SyncOptions OPTIONS = SyncOptions.DEFAULT
            .withParallel(1)
            .withDeleteShareMax(1)
            .withAccepted(Set.of(SyncOptions.Guard.EMPTY_ROOT));

    @TempDir
    Path scratch = Path.of("");

    @Test
    void whatIsNeededStaysAndWhatIsNotGoes() throws Exception {
        var replayed = Long.getLong("buckia.gcSeed");
        for (long seed = replayed == null ? 1 : replayed; seed <= (replayed == null ? SEEDS : replayed); seed++) {
            var story = new ArrayList<String>();
            try {
                new World(seed, Files.createDirectory(scratch.resolve("seed" + seed)), story).run();
            } catch (IOException | SQLException | RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + String.join("; ", story), e);
            }
        }
    }

    private static final class World {
        private final Random random;
        private final Path folder;
        private final List<String> story;
        private final MemoryBucket bucket;
        private final List<Path> devices = new ArrayList<>();
        private Instant now = Instant.parse("2026-11-20T10:00:00Z");
        private int fresh;

        World(long seed, Path folder, List<String> story) throws IOException {
            this.random = new Random(seed);
            this.folder = folder;
            this.story = story;
            this.bucket = new MemoryBucket(random.nextBoolean(), true, () -> now);
            for (int at = 0; at < 2; at++) {
                devices.add(Files.createDirectory(folder.resolve("device" + at)));
            }
        }

        void run() throws IOException, SQLException {
            for (int step = 0; step < 30; step++) {
                int number = random.nextInt(2);
                var device = devices.get(number);
                switch (random.nextInt(7)) {
                    case 0 -> database(device, number);
                    case 1 -> file(device, number);
                    case 2, 3 -> sync(device, random.nextInt(3) == 0 ? 0.02 : 0, false);
                    case 4 -> unsaid(device, number);
                    case 5 -> {
                        now = now.plus(Duration.ofHours(random.nextInt(40)));
                        story.add("now " + now);
                    }
                    default -> {
                        collect(device, random.nextInt(3) == 0 ? 0.05 : 0);
                        requireWhole();
                    }
                }
            }
            settle();
        }

        /** A device sends something, can't say it, and is away while the other collects. */
        private void unsaid(Path device, int number) throws IOException {
            file(device, number);
            sync(device, 0, true);
            for (int round = 0; round < 2 && random.nextBoolean(); round++) {
                collect(devices.get(1 - number), 0);
                now = now.plus(Duration.ofHours(20 + random.nextInt(20)));
            }
            collect(devices.get(1 - number), 0);
            requireWhole();
            if (random.nextInt(3) > 0) {
                sync(device, 0, false);
                requireWhole();
            }
        }

        private void settle() throws IOException {
            for (int round = 0; round < 3; round++) {
                devices.forEach(each -> sync(each, 0, false));
            }
            assertThat(Folders.files(devices.get(0))).isEqualTo(Folders.files(devices.get(1)));
            for (int round = 0; round < 8; round++) {
                now = now.plus(Duration.ofDays(40));
                collect(devices.get(round % 2), 0);
            }
            requireWhole();
            long needed = bucket.contents().keySet().stream()
                    .filter(key -> key.startsWith(".buckia/pieces/"))
                    .count();
            long files = Folders.files(devices.getFirst()).keySet().stream()
                    .filter(path -> path.startsWith("private/"))
                    .count();
            // Each is a list and one piece; two may share none, since each piece is sealed by itself.
            assertThat(needed).isLessThanOrEqualTo(2 * files);
            assertThat(bucket.contents().keySet()).noneMatch(key -> key.startsWith(".buckia/trash/"));
        }

        /** Whatever the indexes name comes to a new device. */
        private void requireWhole() throws IOException {
            var device = Files.createDirectory(folder.resolve("fresh" + fresh++));
            assertThat(engine(device, 0)
                            .sync(device, OPTIONS, SyncListener.NONE)
                            .failures())
                    .isEmpty();
        }

        private void sync(Path device, double kills, boolean unsaid) {
            story.add("sync " + device.getFileName() + (kills > 0 ? " that may die" : "")
                    + (unsaid ? " that can't write its index" : ""));
            try {
                var result = engine(device, kills, unsaid).sync(device, OPTIONS, SyncListener.NONE);
                assertThat(result.failures()).isEmpty();
            } catch (FaultyBucket.Killed | BucketException _) {
                story.add("died");
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        private void collect(Path device, double kills) throws IOException {
            story.add("collection by " + device.getFileName() + (kills > 0 ? " that may die" : ""));
            try {
                int deleted = engine(device, kills).collect(device, 30).deleted();
                story.add("deleted " + deleted);
            } catch (FaultyBucket.Killed _) {
                story.add("died");
            }
        }

        private void file(Path device, int number) throws IOException {
            var path = device.resolve("private/f" + number + random.nextInt(3));
            story.add("write " + path.getFileName());
            Files.createDirectories(path.getParent());
            if (random.nextInt(5) == 0) {
                Files.deleteIfExists(path);
            } else {
                byte[] bytes = new byte[random.nextInt(9_000)];
                random.nextBytes(bytes);
                Files.write(path, bytes);
            }
        }

        private void database(Path device, int number) throws SQLException {
            story.add("change the database of " + device.getFileName());
            var file = device.resolve("app" + number + ".sqlite");
            try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                    var statement = connection.createStatement()) {
                statement.execute("pragma page_size = 512");
                statement.execute("create table if not exists t (id integer primary key, a blob)");
                for (int at = 0; at < 20; at++) {
                    statement.execute("insert or replace into t values (" + random.nextInt(60) + ", x'"
                            + Long.toHexString(random.nextLong() | Long.MIN_VALUE)
                                    .repeat(10) + "')");
                }
            }
        }

        private Engine engine(Path device, double kills, boolean unsaid) {
            var faulty = new FaultyBucket(bucket, random);
            faulty.kills = kills;
            faulty.refusesIndexes = unsaid;
            var steady = new SteadyBucket(faulty, new Retries(wait -> {}, random), Limits.NONE, new Traffic());
            var seal = new KeySeal(new byte[32]);
            var carriers = Carriers.of(
                    steady, seal, List.of(new Glob("private/**")), device, new Carriers.Sqlite(1_024, Plain.NEVER));
            return new Engine(new Parts(steady, carriers, seal, () -> now, random));
        }

        private Engine engine(Path device, double kills) {
            return engine(device, kills, false);
        }
    }

    /** What lies in a folder. */
    private static final class Folders {
        static TreeMap<String, Integer> files(Path folder) throws IOException {
            var files = new TreeMap<String, Integer>();
            try (var paths = Files.walk(folder)) {
                for (var each : paths.filter(Files::isRegularFile).toList()) {
                    var path = folder.relativize(each).toString();
                    if (!path.startsWith(".buckia/")) {
                        files.put(
                                path,
                                path.endsWith(".sqlite") ? 0 : java.util.Arrays.hashCode(Files.readAllBytes(each)));
                    }
                }
            }
            return files;
        }
    }
}
