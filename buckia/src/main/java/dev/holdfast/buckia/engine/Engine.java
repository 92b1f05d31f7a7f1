package dev.holdfast.buckia.engine;

import dev.holdfast.buckia.sync.GuardException;
import dev.holdfast.buckia.sync.SyncListener;
import dev.holdfast.buckia.sync.SyncResult;
import dev.holdfast.buckia.sync.SyncOptions;
import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import dev.holdfast.buckia.state.StateStore;
import dev.holdfast.buckia.tree.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        var folder = root.toAbsolutePath().normalize();
        if (!Files.isDirectory(folder)) {
            throw new java.nio.file.NoSuchFileException(folder.toString(), null, "there is no such folder");
        }
        canceled.set(false);
        try (var home = Home.take(folder, parts.random());
                var state = StateStore.open(home.state(), true)) {
            return new SyncRun(parts, options, listener, folder, new SyncRun.Opened(home, state, canceled)).run();
        }
    }

    /** Ends the sync under way soon, with {@link BucketError#CANCELED}; what is done stays done. */
    public void cancel() {
        canceled.set(true);
    }
}
