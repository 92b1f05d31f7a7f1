package dev.holdfast.buckia.engine;

import dev.holdfast.buckia.bucket.Body;
import dev.holdfast.buckia.bucket.Bucket;
import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import dev.holdfast.buckia.bucket.Condition;
import dev.holdfast.buckia.bucket.ObjectInfo;
import dev.holdfast.buckia.index.Entry;
import dev.holdfast.buckia.state.StateStore;
import dev.holdfast.buckia.sync.Action;
import dev.holdfast.buckia.sync.LocalFile;
import dev.holdfast.buckia.sync.SyncListener;
import dev.holdfast.buckia.transfer.PartedUploads;
import dev.holdfast.buckia.transfer.RacedException;
import dev.holdfast.buckia.trash.BucketTrash;
import dev.holdfast.buckia.tree.ChangedHereException;
import dev.holdfast.buckia.tree.Hashing;
import dev.holdfast.buckia.tree.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Sends files: one request for a small one, parts that can be resumed for a large one. */
final class Uploads {
    /** Above this, a file goes in parts. */
    static final long WHOLE_BYTES_MAX = 32L << 20;

    private static final String SEALED = "sealed";
    private static final long MEMORY_BYTES_MAX = 4L << 20;

    private final Bucket bucket;
    private final Tree tree;
    private final StateStore state;
    private final BucketTrash.Run trash;
    private final UnaryOperator<String> tagOf;
    private final SyncListener listener;

    /**
     * Uploads of one round.
     *
     * @param trash where what is replaced or deleted goes
     * @param tagOf the tag that the object at a path had at the last sync, or empty
     */
    Uploads(
            Bucket bucket,
            Tree tree,
            StateStore state,
            BucketTrash.Run trash,
            UnaryOperator<String> tagOf,
            SyncListener listener) {
        this.bucket = bucket;
        this.tree = tree;
        this.state = state;
        this.trash = trash;
        this.tagOf = tagOf;
        this.listener = listener;
    }

    /**
     * Sends a file as it was when the plan was made.
     *
     * @return what the index will say
     * @throws ChangedHereException if it isn't that any more
     * @throws RacedException if the object isn't what it was
     */
    Entry send(Action action, LocalFile local) throws IOException {
        require(local);
        var before = action.remote();
        Entry.Carriage carriage;
        if (local.carrier().isEmpty()) {
            requireOpen(local.path(), before);
            carriage = Entry.Carriage.plain(whole(action, local, before).tag());
        } else {
            var carrier = tree.carrier(local.carrier());
            if (carrier == null) {
                throw new IOException("there is no carrier " + local.carrier());
            }
            boolean same = before != null && before.carriage().carrier().equals(local.carrier());
            var reference = before == null || !same ? "" : before.carriage().reference();
            var carried = carrier.send(local.path(), tree.file(local.path()), reference);
            keepCarried(before, carried.reference());
            if (before != null && before.isPlain() && !before.deleted()) {
                removeOpen(local, before);
            }
            carriage = new Entry.Carriage("", local.carrier(), carried.reference());
            return new Entry(
                    local.path(),
                    false,
                    carried.size(),
                    local.modified(),
                    carried.sha256(),
                    action.version(),
                    carriage);
        }
        return new Entry(
                local.path(), false, local.size(), local.modified(), local.sha256(), action.version(), carriage);
    }

    /** Copies an object that has the content already, if it still has; else sends the file. */
    Entry copy(Action action, LocalFile local) throws IOException {
        require(local);
        var source = bucket.head(action.other());
        var tag = tagOf.apply(action.other());
        if (source.isEmpty()
                || tag.isEmpty()
                || !source.get().tag().equals(tag)
                || source.get().size() != local.size()) {
            return send(action.via(Action.Kind.UPLOAD, ""), local);
        }
        // A copy knows no condition: nothing must be there that this device hasn't seen.
        var there = bucket.head(action.path());
        if (there.isPresent()) {
            throw new RacedException(action.path() + " appeared in the bucket meanwhile", there);
        }
        var info = bucket.copy(action.other(), action.path());
        return new Entry(
                local.path(),
                false,
                local.size(),
                local.modified(),
                local.sha256(),
                action.version(),
                Entry.Carriage.plain(info.tag()));
    }

    /** Deletes an object, into the trash. */
    void delete(Action action, Entry seen) {
        if (!seen.isPlain()) {
            keepCarried(seen, "");
            // A carrier may have kept it whole here too; left behind, it would come back as somebody's new file.
            if (bucket.head(seen.path()).isPresent()) {
                remove(seen.path());
            }
            return;
        }
        var there = bucket.head(seen.path());
        if (there.isEmpty()) {
            return;
        }
        var tag = seen.carriage().tag();
        if (!tag.isEmpty() && !there.get().tag().equals(tag) || there.get().size() != seen.size()) {
            throw new RacedException(action.path() + " was changed in the bucket meanwhile", there);
        }
        remove(seen.path());
    }

    private ObjectInfo whole(Action action, LocalFile local, @Nullable Entry before) throws IOException {
        if (before != null && before.isPlain() && local.sha256().equals(before.sha256())) {
            // Several devices wrote here: what lies there may be anybody's.
            var there = bucket.head(local.path());
            if (there.isPresent() && isContent(there.get(), local)) {
                return there.get();
            }
        }
        var condition = condition(local.path(), before, local);
        if (condition.kind() == Condition.Kind.NONE && (before == null || before.deleted())) {
            // Without conditional writes a look is the best there is: a listing may have missed another program's
            // object.
            var unseen = bucket.head(local.path());
            if (unseen.isPresent() && isContent(unseen.get(), local)) {
                return unseen.get();
            } else if (unseen.isPresent()) {
                throw new RacedException(local.path() + " appeared in the bucket meanwhile", unseen);
            }
        }
        keepOld(before);
        try {
            if (local.size() > WHOLE_BYTES_MAX && bucket.multipart().isPresent()) {
                var replacing = new PartedUploads.Replacing(condition, tagBefore(local, before), trash);
                return new PartedUploads(bucket, tree, state, listener)
                        .send(action, local, bucket.multipart().get(), replacing);
            }
            var info = bucket.put(local.path(), body(local), condition);
            listener.moved(action, local.size());
            return info;
        } catch (BucketException e) {
            if (e.error() == BucketError.CHECKSUM) {
                require(local);
            }
            if (e.error() != BucketError.CONDITION_FAILED) {
                throw e;
            }
            var there = bucket.head(local.path());
            if (there.isEmpty() && condition.kind() == Condition.Kind.MATCHES) {
                // What was to be replaced is gone: perhaps this device deleted it before it was killed.
                return whole(action, local, null);
            }
            if (there.isPresent() && isContent(there.get(), local)) {
                // This very upload, whose answer was lost; or somebody else sent the same.
                return there.get();
            }
            throw new RacedException(local.path() + " was changed in the bucket meanwhile", there);
        }
    }

    private Condition condition(String path, @Nullable Entry before, LocalFile local) {
        var traits = bucket.traits();
        if (before == null || before.deleted()) {
            return traits.putIfAbsent() ? Condition.absent() : Condition.none();
        }
        if (!before.isPlain() || !traits.putIfMatches()) {
            return Condition.none();
        }
        if (local.sha256().equals(before.sha256())) {
            return bucket.head(path)
                    .map(there -> Condition.matches(there.tag()))
                    .orElse(Condition.absent());
        }
        return before.carriage().tag().isEmpty()
                ? Condition.none()
                : Condition.matches(before.carriage().tag());
    }

    /** The tag of the object that is to be replaced: empty if there is to be none, null if nobody knows. */
    private static @Nullable String tagBefore(LocalFile local, @Nullable Entry before) {
        if (before == null || before.deleted()) {
            return "";
        }
        boolean known = before.isPlain()
                && !before.carriage().tag().isEmpty()
                && !local.sha256().equals(before.sha256());
        return known ? before.carriage().tag() : null;
    }

    /** The bytes to send; a small file is read once and checked, so that what is sent is what was hashed. */
    private Body body(LocalFile local) throws IOException {
        var file = tree.file(local.path());
        if (local.size() > MEMORY_BYTES_MAX) {
            return Body.of(file, 0, local.size()).withDigest("SHA-256", local.sha256());
        }
        byte[] bytes = Files.readAllBytes(file);
        if (!Hashing.sha256(bytes).equals(local.sha256())) {
            throw new ChangedHereException(local.path() + " was changed here meanwhile");
        }
        return Body.of(bytes).withDigest("SHA-256", local.sha256());
    }

    private boolean isContent(ObjectInfo there, LocalFile local) throws IOException {
        if (there.size() != local.size() || there.checksum() == null) {
            return false;
        }
        return there.checksum().equals(body(local).digest(bucket.traits().digest()));
    }

    /** What has been encrypted isn't sent in the open only because a setting was left out. */
    private static void requireOpen(String path, @Nullable Entry before) throws IOException {
        if (before != null && before.carriage().carrier().equals(SEALED)) {
            throw new IOException(
                    path + " has been encrypted so far, but no setting 'encrypt' names it any more: not sent."
                            + " To send it in the open, sync once without it here, then put it back");
        }
    }

    /** What is about to be replaced goes to the bucket's trash. */
    private void keepOld(@Nullable Entry before) {
        if (before != null && !before.deleted() && before.isPlain()) {
            trash.keep(before.path());
        }
        keepCarried(before, "");
    }

    /** What a carrier brought stays in its objects; the trash says where they are. */
    private void keepCarried(@Nullable Entry before, String reference) {
        if (before == null || before.deleted() || before.isPlain()) {
            return;
        }
        var carrier = tree.carrier(before.carriage().carrier());
        boolean lasting = carrier != null && carrier.keepsHistory();
        if (!lasting && !before.carriage().reference().equals(reference)) {
            trash.keep(before);
        }
    }

    /** What lay open is carried now. */
    private void removeOpen(LocalFile local, Entry before) {
        if (tree.insists(local.path()) && before.sha256().equals(local.sha256())) {
            // The same content, which nobody is to read any more: a copy in the trash would keep it readable.
            bucket.delete(local.path());
        } else {
            remove(local.path());
        }
    }

    private void remove(String path) {
        trash.keep(path);
        bucket.delete(path);
    }

    private void require(LocalFile local) throws IOException {
        if (!tree.stamp(local.path(), local.carrier()).equals(local.stamp())
                && local.carrier().isEmpty()) {
            throw new ChangedHereException(local.path() + " was changed here meanwhile");
        }
    }
}
