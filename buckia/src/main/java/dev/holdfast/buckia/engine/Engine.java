package dev.holdfast.buckia.engine;

import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import dev.holdfast.buckia.state.StateStore;
import dev.holdfast.buckia.sync.GuardException;
import dev.holdfast.buckia.sync.Problem;
import dev.holdfast.buckia.sync.Selection;
import dev.holdfast.buckia.sync.SyncListener;
import dev.holdfast.buckia.sync.SyncOptions;
import dev.holdfast.buckia.sync.SyncResult;
import dev.holdfast.buckia.tree.Home;
import dev.holdfast.buckia.tree.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        }
    }

    /** Deletes from the bucket what nobody needs any more; returns how many objects. */
    public int collect(Path root, int trashDays) throws IOException {
        var folder = folder(root);
        try (var home = Home.take(folder, parts.random());
                var state = StateStore.open(home.state(), true)) {
            return new Leftovers(parts).run(state, trashDays);
        }
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
