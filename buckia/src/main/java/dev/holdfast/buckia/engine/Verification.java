package dev.holdfast.buckia.engine;

import dev.holdfast.buckia.bucket.Body;
import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import dev.holdfast.buckia.index.Entry;
import dev.holdfast.buckia.state.Known;
import dev.holdfast.buckia.state.StateStore;
import dev.holdfast.buckia.sync.Action;
import dev.holdfast.buckia.sync.LocalFile;
import dev.holdfast.buckia.sync.Problem;
import dev.holdfast.buckia.sync.Selection;
import dev.holdfast.buckia.sync.SyncListener;
import dev.holdfast.buckia.transfer.Lanes;
import dev.holdfast.buckia.trash.BucketTrash;
import dev.holdfast.buckia.tree.Hashing;
import dev.holdfast.buckia.tree.Home;
import dev.holdfast.buckia.tree.Tree;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares what the indexes say with what the bucket holds, and mends what the folder here still has. */
final class Verification {
    private final Parts parts;
    private final boolean deep;
    private final boolean repair;

    /**
     * A check.
     *
     * @param deep whether to read every byte
     * @param repair whether to send again what is missing or damaged there and whole here
     */
    Verification(Parts parts, boolean deep, boolean repair) {
        this.parts = parts;
        this.deep = deep;
        this.repair = repair;
    }

    /** What is wrong; a problem that was mended is no failure any more. */
    List<Problem> run(Path root, Home home, StateStore state) throws IOException {
        var problems = new ArrayList<Problem>();
        Map<String, Known> known = new HashMap<>(state.known());
        var indexes = new Indexes(parts.bucket(), state, parts.seal(), parts.random());
        var unused = indexes.refresh();
        var view = new RemoteView(indexes.others(), known.values(), Selection.ALL);
        var tree = new Tree(root, home, parts.carriers());
        var files =
                tree.look(Selection.ALL, known, tasks -> Lanes.run(4, tasks)).files();
        var missing = deep ? Map.<String, String>of() : missing(view);
        var run = HexFormat.of().toHexDigits(parts.random().nextLong(), 12);
        var today = parts.clock().instant().atZone(ZoneOffset.UTC).toLocalDate();
        var trash = new BucketTrash(parts.bucket(), parts.seal()).begin(today, indexes.device(), run);
        view.heads().forEach((path, heads) -> {
            var entry = heads.winner();
            if (entry.deleted()) {
                return;
            }
            var wrong = entry.isPlain()
                    ? plain(entry)
                    : deep
                            ? restored(tree, home, entry)
                            : missing.get(entry.carriage().reference());
            if (wrong != null) {
                var mended = repair ? mend(tree, entry, files.get(path), indexes.device()) : null;
                problems.add(new Problem(path, mended == null ? wrong : wrong + "; mended", mended == null));
                var here = known.get(path);
                if (mended != null && here != null) {
                    indexes.changed();
                    var after = new Known(mended, true, here.stamp(), here.racy());
                    known.put(path, after);
                    state.save(List.of(after), List.of());
                }
            }
        });
        if (repair) {
            indexes.publish(known.values());
        }
        if (deep || repair) {
            damaged(trash, problems);
        }
        return problems;
    }

    /** What of all contents that carriers brought isn't there, by reference. */
    private Map<String, String> missing(RemoteView view) {
        var byCarrier = new HashMap<String, Set<String>>();
        view.heads().values().forEach(heads -> {
            var entry = heads.winner();
            if (!entry.deleted() && !entry.isPlain()) {
                byCarrier
                        .computeIfAbsent(entry.carriage().carrier(), name -> new HashSet<>())
                        .add(entry.carriage().reference());
            }
        });
        var missing = new HashMap<String, String>();
        for (var carrier : parts.carriers()) {
            missing.putAll(carrier.missing(byCarrier.getOrDefault(carrier.name(), Set.of())));
            byCarrier.remove(carrier.name());
        }
        byCarrier.forEach((name, references) -> references.forEach(
                reference -> missing.put(reference, "needs '" + name + "', which isn't configured here (a key?)")));
        return missing;
    }

    /** What is damaged for good is of no use to anybody, and keeps a collection from knowing what it may delete. */
    private void damaged(BucketTrash.Run trash, List<Problem> problems) {
        for (var carrier : parts.carriers()) {
            carrier.damaged().forEach((key, wrong) -> {
                if (repair) {
                    trash.keep(key);
                    parts.bucket().delete(key);
                }
                problems.add(new Problem(key, repair ? wrong + "; moved to the trash" : wrong, !repair));
            });
        }
    }

    private @Nullable String plain(Entry entry) {
        var there = parts.bucket().head(entry.path());
        if (there.isEmpty()) {
            return "isn't in the bucket";
        }
        if (there.get().size() != entry.size()) {
            return "has " + there.get().size() + " bytes in the bucket, not " + entry.size();
        }
        if (!deep || entry.sha256().isEmpty()) {
            return null;
        }
        return parts.bucket().retries().of(() -> {
            try (var download = parts.bucket().get(entry.path())) {
                var sha256 = Hashing.copy(download.stream(), OutputStream.nullOutputStream(), Hashing.digest());
                return sha256.equals(entry.sha256()) ? null : "has other bytes in the bucket";
            } catch (IOException e) {
                throw new BucketException(BucketError.UNAVAILABLE, entry.path() + " broke off", e);
            }
        });
    }

    private @Nullable String restored(Tree tree, Home home, Entry entry) {
        var action = new Action(Action.Kind.DOWNLOAD, entry.path(), null, entry, entry.version(), "");
        try {
            var downloads = new Downloads(parts.bucket(), tree, home, SyncListener.NONE);
            Files.deleteIfExists(downloads.receive(action, entry).file());
            return null;
        } catch (IOException | RuntimeException e) {
            return "can't be restored from the bucket: " + e.getMessage();
        }
    }

    /** What the index is to say after the content was sent again; null if it isn't here. */
    private @Nullable Entry mend(Tree tree, Entry entry, @Nullable LocalFile local, String device) {
        if (local == null || !local.sha256().equals(entry.sha256()) || local.size() != entry.size()) {
            return null;
        }
        var file = tree.file(entry.path());
        if (entry.isPlain()) {
            var body = Body.of(file, 0, local.size()).withDigest("SHA-256", local.sha256());
            return entry.withTag(parts.bucket().put(entry.path(), body).tag());
        }
        var carrier = tree.carrier(entry.carriage().carrier());
        try {
            var sent = carrier == null ? null : carrier.send(entry.path(), file, "");
            if (sent == null || !sent.sha256().equals(entry.sha256())) {
                return null;
            }
            var carriage = new Entry.Carriage("", entry.carriage().carrier(), sent.reference());
            var version = entry.version().next(device);
            return new Entry(entry.path(), false, entry.size(), entry.modified(), entry.sha256(), version, carriage);
        } catch (IOException _) {
            return null;
        }
    }
}
