package dev.holdfast.buckia.engine;

import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import dev.holdfast.buckia.bucket.Keys;
import dev.holdfast.buckia.carry.Carried;
import dev.holdfast.buckia.carry.Carrier.Collected;
import dev.holdfast.buckia.index.Entry;
import dev.holdfast.buckia.state.Stamp;
import dev.holdfast.buckia.state.StateStore;
import dev.holdfast.buckia.sync.GuardException;
import dev.holdfast.buckia.sync.LocalFile;
import dev.holdfast.buckia.sync.Problem;
import dev.holdfast.buckia.sync.Selection;
import dev.holdfast.buckia.sync.SyncListener;
import dev.holdfast.buckia.sync.SyncOptions;
import dev.holdfast.buckia.sync.SyncResult;
import dev.holdfast.buckia.transfer.Lanes;
import dev.holdfast.buckia.trash.BucketTrash;
import dev.holdfast.buckia.tree.Hashing;
import dev.holdfast.buckia.tree.Home;
import dev.holdfast.buckia.tree.Places;
import dev.holdfast.buckia.tree.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Syncs folders with one bucket. */
public final class Engine {
    private final Parts parts;
    private final AtomicBoolean canceled = new AtomicBoolean();

    /** An engine of these parts. */
    public Engine(Parts parts) {
        this.parts = parts;
    }

    /**
     * Brings a folder and the bucket into step.
     *
     * @throws GuardException before anything is changed, if it might do harm
     * @throws BucketException for what concerns the whole bucket: not there, not allowed, full, canceled
     * @throws IOException if the folder isn't there or its state can't be kept
     */
    public SyncResult sync(Path root, SyncOptions options, SyncListener listener) throws IOException {
        var folder = folder(root);
        canceled.set(false);
        try (var home = Home.take(folder, parts.random());
                var state = StateStore.open(home.state(), true)) {
            return new SyncRun(parts, options, listener, folder, new SyncRun.Opened(home, state, canceled)).run();
        } finally {
            parts.release();
        }
    }

    /**
     * What changed in a folder since its last sync, without asking the bucket.
     *
     * @param device this folder's device
     * @param inStep files that are as they were
     * @param changed new and changed paths
     * @param deleted paths that are gone
     */
    public record Status(String device, long inStep, List<String> changed, List<String> deleted) {}

    /** Looks at a folder without asking the bucket. */
    public Status status(Path root) throws IOException {
        var folder = folder(root);
        try (var home = Home.take(folder, parts.random());
                var state = StateStore.open(home.state(), true)) {
            var known = state.known();
            var found =
                    new Tree(folder, home, parts.carriers()).look(Selection.ALL, known, tasks -> Lanes.run(4, tasks));
            var changed = new ArrayList<String>();
            long same = 0;
            for (var file : found.files().values()) {
                var base = known.get(file.path());
                if (base != null
                        && !base.entry().deleted()
                        && base.entry().sha256().equals(file.sha256())) {
                    same++;
                } else {
                    changed.add(file.path());
                }
            }
            var deleted = known.values().stream()
                    .filter(each -> !each.entry().deleted())
                    .map(each -> each.entry().path())
                    .filter(path -> !found.files().containsKey(path) && !found.isBlind(path))
                    .sorted()
                    .toList();
            changed.sort(null);
            return new Status(state.value("device").orElse(""), same, changed, deleted);
        } finally {
            parts.release();
        }
    }

    /**
     * Compares the bucket with what the indexes say.
     *
     * @param deep whether to read every byte
     * @param repair whether to send again what is missing or damaged there and whole here
     * @return what is wrong; what was mended is no failure
     */
    public List<Problem> verify(Path root, boolean deep, boolean repair) throws IOException {
        var folder = folder(root);
        try (var home = Home.take(folder, parts.random());
                var state = StateStore.open(home.state(), true)) {
            return new Verification(parts, deep, repair).run(folder, home, state);
        } finally {
            parts.release();
        }
    }

    /** Deletes from the bucket what nobody needs any more; says how many objects, and what it left and why. */
    public Collected collect(Path root, int trashDays) throws IOException {
        var folder = folder(root);
        try (var home = Home.take(folder, parts.random());
                var state = StateStore.open(home.state(), true)) {
            return new Leftovers(parts).run(state, trashDays);
        }
    }

    /** The files that the indexes say are in the bucket, by path; asks the bucket alone. */
    public SortedMap<String, Entry> files() throws IOException {
        var scratch = Files.createTempDirectory("buckia-");
        try (var state = StateStore.open(scratch.resolve("state.db"), false)) {
            var indexes = new Indexes(parts.bucket(), state, parts.seal(), parts.random());
            var unused = indexes.refresh();
            var files = new TreeMap<String, Entry>(Entry.PATH_ORDER);
            new RemoteView(indexes.others(), List.of(), Selection.ALL).heads().forEach((path, heads) -> {
                if (!heads.winner().deleted()) {
                    files.put(path, heads.winner());
                }
            });
            return files;
        } finally {
            try (var left = Files.newDirectoryStream(scratch)) {
                for (var each : left) {
                    Files.delete(each);
                }
            }
            Files.delete(scratch);
        }
    }

    /**
     * Brings a content from the bucket, opened and checked, into a file that isn't there yet.
     *
     * @param key of the object, if the content is one; that is the path, or a place in the trash
     */
    public void fetch(Entry entry, String key, Path target) throws IOException {
        var carriage = entry.carriage();
        if (!entry.isPlain()) {
            var carrier = parts.carriers().stream()
                    .filter(each -> each.name().equals(carriage.carrier()))
                    .findFirst()
                    .orElseThrow(() -> new IOException(
                            "this file needs '" + carriage.carrier() + "', which isn't configured here (a key?)"));
            carrier.fetch(entry.path(), new Carried(entry.sha256(), entry.size(), carriage.reference()), target);
            return;
        }
        var sha256 = parts.bucket().retries().of(() -> {
            try (var download = parts.bucket().get(key);
                    var out = Files.newOutputStream(target)) {
                return Hashing.copy(download.stream(), out, Hashing.digest());
            } catch (IOException e) {
                throw new BucketException(BucketError.UNAVAILABLE, key + " broke off", e);
            }
        });
        if (!entry.sha256().isEmpty() && !sha256.equals(entry.sha256())) {
            Files.delete(target);
            throw new IOException(key + " in the bucket isn't the version that its index names");
        }
    }

    /** The bucket's trash. */
    public BucketTrash trash() {
        return new BucketTrash(parts.bucket(), parts.seal());
    }

    /** Puts a copy of a file into a folder, as if somebody had written it there; what was there goes to the trash here. */
    public void place(Path root, String path, Path file) throws IOException {
        change(root, path, (home, places, seen) -> {
            var temporary = home.temporary();
            Files.copy(file, temporary);
            places.put(temporary, path, seen.stamp(), seen.carrier());
        });
    }

    /** Moves a file of a folder to the trash here; one that isn't there is fine. */
    public void discard(Path root, String path) throws IOException {
        change(root, path, (home, places, seen) -> {
            if (!seen.stamp().equals(Stamp.NONE)) {
                places.delete(path, seen.stamp(), seen.carrier());
            }
        });
    }

    private void change(Path root, String path, Change change) throws IOException {
        var folder = folder(root);
        if (Keys.check(path).startsWith(ForeignScan.OWN_PREFIX)
                || !folder.resolve(path).normalize().startsWith(folder)) {
            throw new IllegalArgumentException("not a file of the folder: " + path);
        }
        try (var home = Home.take(folder, parts.random())) {
            var tree = new Tree(folder, home, parts.carriers());
            var today = parts.clock().instant().atZone(ZoneOffset.UTC).toLocalDate();
            boolean there = Files.isRegularFile(folder.resolve(path), LinkOption.NOFOLLOW_LINKS);
            var seen = there ? tree.read(path) : new LocalFile(path, Stamp.NONE, 0, "", 0, "");
            change.make(home, new Places(folder, home, tree, today), seen);
        } finally {
            parts.release();
        }
    }

    @FunctionalInterface
    private interface Change {
        void make(Home home, Places places, LocalFile seen) throws IOException;
    }

    /** Ends the sync under way soon, with {@link BucketError#CANCELED}; what is done stays done. */
    public void cancel() {
        canceled.set(true);
    }

    private static Path folder(Path root) throws IOException {
        var folder = root.toAbsolutePath().normalize();
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(folder.toString(), null, "there is no such folder");
        }
        return folder;
    }
}
