package dev.holdfast.buckia.engine;

import dev.holdfast.buckia.index.Entry;
import dev.holdfast.buckia.state.Known;
import dev.holdfast.buckia.state.Stamp;
import dev.holdfast.buckia.sync.Action;
import dev.holdfast.buckia.sync.LocalFile;
import dev.holdfast.buckia.tree.Places;
import dev.holdfast.buckia.tree.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Takes one step of a plan and says what is known after it. */
final class Step {
    private final Tree tree;
    private final Places places;
    private final Uploads uploads;
    private final Downloads downloads;
    private final RemoteView view;
    private final long now;

    /**
     * Steps of one round.
     *
     * @param now the file system's time when the folder was looked at, in nanoseconds
     */
    Step(Tree tree, Places places, Uploads uploads, Downloads downloads, RemoteView view, long now) {
        this.tree = tree;
        this.places = places;
        this.uploads = uploads;
        this.downloads = downloads;
        this.view = view;
        this.now = now;
    }

    /** Takes the step; null if nothing is known of the path any more. */
    @Nullable
    Known take(Action action) throws IOException {
        return switch (action.kind()) {
            case UPLOAD ->
                mine(uploads.send(action, local(action)), local(action).stamp());
            case COPY_REMOTE ->
                mine(uploads.copy(action, local(action)), local(action).stamp());
            case DOWNLOAD, KEEP_BOTH -> download(action);
            case MOVE_LOCAL -> moveLocal(action);
            case DELETE_REMOTE -> {
                uploads.delete(action, remote(action));
                yield new Known(Entry.gone(action.path(), action.version()), true, Stamp.NONE, false);
            }
            case DELETE_LOCAL -> {
                var carrier = local(action).carrier();
                if (!tree.stamp(action.path(), carrier).equals(Stamp.NONE)) {
                    places.delete(action.path(), local(action).stamp(), carrier);
                }
                yield gone(action);
            }
            case ADOPT -> adopt(action);
            case FORGET -> action.remote() == null ? null : gone(action);
            case HOLD -> throw new IllegalStateException("nothing is done for " + action);
        };
    }

    private Known download(Action action) throws IOException {
        var received = downloads.receive(action, remote(action));
        try {
            var entry = received.entry();
            var local = action.local();
            if (local != null && local.size() == entry.size() && local.sha256().equals(entry.sha256())) {
                return said(entry, local.stamp());
            }
            var seen = local == null ? Stamp.NONE : local.stamp();
            var carrier = local == null ? "" : local.carrier();
            if (local != null && action.kind() == Action.Kind.KEEP_BOTH) {
                places.alsoAs(action.path(), action.other(), seen, carrier);
            }
            places.put(received.file(), action.path(), seen, carrier);
            return said(entry, tree.stamp(action.path(), entry.carriage().carrier()));
        } finally {
            if (!String.valueOf(received.file().getFileName()).startsWith("d")) {
                Files.deleteIfExists(received.file());
            }
        }
    }

    private Known moveLocal(Action action) throws IOException {
        var entry = remote(action);
        var from = tree.read(action.other());
        if (!from.sha256().equals(entry.sha256())
                || !from.carrier().equals(entry.carriage().carrier())) {
            return download(action.via(Action.Kind.DOWNLOAD, ""));
        }
        places.move(action.other(), action.path(), from.stamp());
        return said(entry, tree.stamp(action.path(), entry.carriage().carrier()));
    }

    private Known adopt(Action action) {
        return said(remote(action), local(action).stamp());
    }

    /** The file is gone on both sides; this device says so only if nobody else does. */
    private @Nullable Known gone(Action action) {
        var entry = Entry.gone(action.path(), action.version());
        boolean mine = !view.isSaidByOthers(action.path(), action.version());
        return mine ? new Known(entry, true, Stamp.NONE, false) : null;
    }

    private Known mine(Entry entry, Stamp stamp) {
        return new Known(entry, true, stamp, Tree.isRacy(stamp, now));
    }

    private Known said(Entry entry, Stamp stamp) {
        return new Known(entry, !view.isSaidByOthers(entry.path(), entry.version()), stamp, Tree.isRacy(stamp, now));
    }

    private static LocalFile local(Action action) {
        return Objects.requireNonNull(action.local(), action.toString());
    }

    private static Entry remote(Action action) {
        return Objects.requireNonNull(action.remote(), action.toString());
    }
}
