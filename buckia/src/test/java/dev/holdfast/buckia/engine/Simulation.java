package dev.holdfast.buckia.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.buckia.bucket.Body;
import dev.holdfast.buckia.bucket.BucketException;
import dev.holdfast.buckia.bucket.MemoryBucket;
import dev.holdfast.buckia.bucket.steady.Limits;
import dev.holdfast.buckia.bucket.steady.Retries;
import dev.holdfast.buckia.bucket.steady.SteadyBucket;
import dev.holdfast.buckia.bucket.steady.Traffic;
import dev.holdfast.buckia.crypt.Seal;
import dev.holdfast.buckia.sync.Action;
import dev.holdfast.buckia.sync.SyncListener;
import dev.holdfast.buckia.sync.SyncOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A few devices, people who change files on them, other programs that change the bucket, a bad line, and a program that may die
 * at any step; everything from one seed. Each written content is unlike any other, so that one can tell what became of it.
 */
final class Simulation {
    private static final List<String> PATHS =
            List.of("a.txt", "b.txt", "dir/c.txt", "dir/deep/d.txt", "dir/e.sqlite", "x", "\u00e9.txt");
    private static final int QUIET_ROUNDS_MAX = 8;

    private final Random random;
    private final Path folder;
    private final MemoryBucket bucket;
    private final SyncOptions options;
    private final List<Device> devices = new ArrayList<>();
    private final Set<String> written = new HashSet<>();
    private final Set<String> destroyed = new HashSet<>();
    private final Set<String> dead = new HashSet<>();
    private final List<String> log = new ArrayList<>();
    private final boolean otherPrograms;
    private int contents;

    Simulation(long seed, Path folder) throws IOException {
        this.random = new Random(seed);
        this.folder = folder;
        this.bucket = new MemoryBucket(random.nextBoolean(), random.nextBoolean());
        this.otherPrograms = random.nextInt(3) == 0;
        var scans = SyncOptions.Scan.values();
        this.options = SyncOptions.DEFAULT
                .withParallel(1)
                .withDeleteShareMax(1)
                .withAccepted(Set.of(SyncOptions.Guard.EMPTY_ROOT))
                .withScan(otherPrograms ? SyncOptions.Scan.ALWAYS : scans[random.nextInt(scans.length)]);
        int count = 2 + random.nextInt(2);
        for (int at = 0; at < count; at++) {
            devices.add(new Device(at));
        }
    }

    /** What happened, for a person. */
    List<String> log() {
        return log;
    }

    void run() throws IOException {
        int epochs = 1 + random.nextInt(3);
        for (int epoch = 0; epoch < epochs; epoch++) {
            double faults = random.nextInt(4) == 0 ? 0 : random.nextDouble() * 0.3;
            double kills = random.nextInt(3) == 0 ? 0 : random.nextDouble() * 0.1;
            boolean stale = random.nextBoolean();
            devices.forEach(device -> device.trouble(faults, kills, stale));
            int steps = 4 + random.nextInt(8);
            for (int step = 0; step < steps; step++) {
                var device = devices.get(random.nextInt(devices.size()));
                if (random.nextInt(5) < 2) {
                    device.sync();
                } else if (otherPrograms && random.nextInt(6) == 0) {
                    otherProgram();
                } else {
                    device.change();
                }
            }
            devices.forEach(device -> device.trouble(0, 0, false));
            settle();
            judge();
        }
    }

    private void otherProgram() {
        var path = PATHS.get(random.nextInt(PATHS.size()));
        if (bucket.head(path).isPresent()) {
            return;
        }
        var content = content("other");
        log.add("another program writes " + path + " = " + content);
        bucket.put(path, Body.of(content.getBytes(StandardCharsets.UTF_8)));
    }

    private void settle() throws IOException {
        boolean before = false;
        for (int round = 0; round < QUIET_ROUNDS_MAX; round++) {
            boolean quiet = true;
            for (var device : devices) {
                quiet &= device.sync();
            }
            // What one only publishes, the other hears of in the next round.
            if (quiet && before) {
                return;
            }
            before = quiet;
        }
        throw new AssertionError("still not in step after " + QUIET_ROUNDS_MAX + " quiet rounds");
    }

    private void judge() throws IOException {
        var first = devices.getFirst().files();
        for (var device : devices) {
            assertThat(device.files())
                    .as("device " + device.number + " as device 0")
                    .isEqualTo(first);
        }
        var objects = new TreeMap<String, String>();
        var kept = new HashSet<>(first.values());
        bucket.contents().forEach((key, bytes) -> {
            var text = new String(bytes, StandardCharsets.UTF_8);
            if (!key.startsWith(".buckia/")) {
                objects.put(key, text);
            } else if (key.startsWith(".buckia/trash/")) {
                kept.add(text);
            }
        });
        assertThat(objects).as("the bucket as the devices").isEqualTo(first);
        for (var device : devices) {
            kept.addAll(device.trash());
        }
        var lost = new HashSet<>(written);
        lost.removeAll(destroyed);
        lost.removeAll(kept);
        assertThat(lost)
                .as("lost; there are " + first + " and in trash " + kept)
                .isEmpty();
        var resurrected = new HashSet<>(first.values());
        resurrected.retainAll(dead);
        assertThat(resurrected).as("resurrected").isEmpty();
        dead.addAll(written);
        dead.removeAll(first.values());
    }

    private String content(String by) {
        var content = by + "-" + contents++ + "x".repeat(random.nextInt(40));
        written.add(content);
        return content;
    }

    private final class Device {
        private final int number;
        private final Path root;
        private final FaultyBucket line;
        private final Engine engine;
        private final Set<String> unsynced = new HashSet<>();
        private int ticks;

        Device(int number) throws IOException {
            this.number = number;
            this.root = Files.createDirectories(folder.resolve("device" + number));
            this.line = new FaultyBucket(bucket, new Random(random.nextLong()));
            var dice = new Random(random.nextLong());
            var steady = new SteadyBucket(line, new Retries(duration -> {}, dice), Limits.NONE, new Traffic());
            var clock = Instant.parse("2026-03-01T10:00:00Z").plusSeconds(random.nextLong(-900_000, 900_000));
            this.engine = new Engine(new Parts(steady, List.of(), Seal.NONE, () -> clock.plusSeconds(ticks++), dice));
        }

        void trouble(double faults, double kills, boolean stale) {
            line.faults = faults;
            line.kills = kills;
            line.staleListings = stale;
        }

        /** Returns whether there was nothing to do. */
        boolean sync() throws IOException {
            try {
                var result = engine.sync(root, options, new SyncListener() {
                    @Override
                    public void done(Action action) {
                        log.add("device " + number + ": " + action + " " + action.version());
                        line.mayDie();
                    }
                });
                log.add("device " + number + " synced: " + result.done() + " " + result.failures() + result.notes());
                if (result.success()) {
                    unsynced.clear();
                }
                return result.success() && result.done().isEmpty();
            } catch (FaultyBucket.Killed _) {
                log.add("device " + number + " killed");
            } catch (BucketException e) {
                log.add("device " + number + " gave up: " + e.getMessage());
            }
            return false;
        }

        void change() throws IOException {
            var files = files();
            var path = PATHS.get(random.nextInt(PATHS.size()));
            var old = files.get(path);
            if (old == null || random.nextInt(5) < 2) {
                write(path, old);
            } else if (random.nextInt(3) == 0) {
                var free =
                        PATHS.stream().filter(each -> !files.containsKey(each)).findFirst();
                if (free.isPresent()) {
                    log.add("device " + number + " renames " + path + " to " + free.get());
                    var target = root.resolve(free.get());
                    Files.createDirectories(target.getParent());
                    Files.move(root.resolve(path), target);
                }
            } else {
                log.add("device " + number + " deletes " + path);
                Files.delete(root.resolve(path));
                destroy(old);
            }
        }

        Map<String, String> files() throws IOException {
            var files = new TreeMap<String, String>();
            read(root, (path, text) -> {
                if (!path.startsWith(".buckia/")) {
                    files.put(path, text);
                }
            });
            return files;
        }

        Set<String> trash() throws IOException {
            var texts = new HashSet<String>();
            read(root.resolve(".buckia/trash"), (path, text) -> texts.add(text));
            return texts;
        }

        private void write(String path, @org.jspecify.annotations.Nullable String old) throws IOException {
            var content = content("device" + number);
            log.add("device " + number + " writes " + path + " = " + content);
            var file = root.resolve(path);
            Files.createDirectories(file.getParent());
            if (random.nextBoolean()) {
                Files.writeString(file, content);
            } else {
                var beside = Files.writeString(root.resolve(".buckia-edit"), content);
                Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
            }
            if (random.nextInt(3) > 0) {
                // Long ago, so that the next look may trust the stamp.
                Files.setLastModifiedTime(
                        file,
                        FileTime.from(Instant.parse("2026-01-01T00:00:00Z").plusSeconds(contents)));
            }
            unsynced.add(content);
            if (old != null) {
                destroy(old);
            }
        }

        /** A person destroys what may never have left this device: that is no loss. */
        private void destroy(String content) {
            if (unsynced.remove(content)) {
                destroyed.add(content);
            }
        }

        private static void read(Path below, java.util.function.BiConsumer<String, String> into) throws IOException {
            if (!Files.isDirectory(below)) {
                return;
            }
            try (Stream<Path> paths = Files.walk(below)) {
                paths.filter(Files::isRegularFile).forEach(file -> {
                    try {
                        into.accept(below.relativize(file).toString(), Files.readString(file, StandardCharsets.UTF_8));
                    } catch (java.nio.charset.MalformedInputException _) {
                        return;
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            }
        }
    }
}
