package dev.holdfast.buckia.transfer;

import dev.holdfast.buckia.bucket.Body;
import dev.holdfast.buckia.bucket.Bucket;
import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import dev.holdfast.buckia.bucket.Condition;
import dev.holdfast.buckia.bucket.ObjectInfo;
import dev.holdfast.buckia.state.StateStore;
import dev.holdfast.buckia.sync.Action;
import dev.holdfast.buckia.sync.LocalFile;
import dev.holdfast.buckia.sync.SyncListener;
import dev.holdfast.buckia.trash.BucketTrash;
import dev.holdfast.buckia.tree.ChangedHereException;
import dev.holdfast.buckia.tree.Tree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Sends large files in parts; an upload that was interrupted goes on from the parts that the provider has. */
public final class PartedUploads {
    private static final long PART_BYTES = 16L << 20;
    private static final int LANES = 4;

    private final Bucket bucket;
    private final Tree tree;
    private final StateStore state;
    private final SyncListener listener;

    /** Uploads of one round. */
    public PartedUploads(Bucket bucket, Tree tree, StateStore state, SyncListener listener) {
        this.bucket = bucket;
        this.tree = tree;
        this.state = state;
        this.listener = listener;
    }

    /**
     * What the object takes the place of. An upload takes long, so it is looked at again before its end.
     *
     * @param condition that a put would have
     * @param tag of the object that is to be replaced, empty if there is to be none, null if nobody knows
     * @param trash takes what is replaced unseen
     */
    public record Replacing(Condition condition, @Nullable String tag, BucketTrash.Run trash) {
        private boolean isExpected(Optional<ObjectInfo> there) {
            var wanted = condition.kind() == Condition.Kind.MATCHES ? condition.tag() : tag;
            return there.isEmpty() || wanted == null || there.get().tag().equals(wanted);
        }

        private boolean isUnknown() {
            return condition.kind() == Condition.Kind.NONE && tag == null;
        }
    }

    /**
     * Sends a file.
     *
     * @throws RacedException if something else lies there meanwhile; the parts stay for the next try
     */
    public ObjectInfo send(Action action, LocalFile local, Bucket.Multipart multipart, Replacing replacing)
            throws IOException {
        var path = local.path();
        var bodies = bodies(local);
        var begun = begun(local);
        Map<Integer, Bucket.Part> have = new HashMap<>();
        begun.ifPresent(upload -> multipart.parts(path, upload).forEach(part -> have.put(part.number(), part)));
        if (begun.isPresent() && have.isEmpty()) {
            // It has ended, perhaps with an object, the answer to which was lost.
            var made = multipart.finished(path, begun.get(), summed(bodies));
            if (made.isPresent()) {
                return ended(path, made.get());
            }
        }
        String upload;
        if (begun.isPresent() && !have.isEmpty()) {
            upload = begun.get();
        } else {
            upload = multipart.start(path);
            synchronized (state) {
                state.saveUpload(path, new StateStore.BegunUpload(upload, local.sha256()));
            }
        }
        var parts = new Bucket.Part[bodies.size()];
        Lanes.run(
                LANES,
                IntStream.range(0, bodies.size())
                        .<Runnable>mapToObj(at -> () -> {
                            var body = bodies.get(at);
                            var known = have.get(at + 1);
                            parts[at] = known != null && isPart(known, body)
                                    ? known
                                    : multipart.send(path, upload, at + 1, body);
                            listener.moved(action, body.length());
                        })
                        .toList());
        if (!tree.stamp(path, local.carrier()).equals(local.stamp())) {
            throw new ChangedHereException(path + " was changed here meanwhile");
        }
        return ended(path, finish(path, upload, List.of(parts), multipart, replacing));
    }

    private ObjectInfo finish(
            String path, String upload, List<Bucket.Part> parts, Bucket.Multipart multipart, Replacing replacing) {
        var there = bucket.head(path);
        if (!replacing.isExpected(there)) {
            var made = multipart.finished(path, upload, parts);
            if (made.isPresent()) {
                return made.get();
            }
            throw new RacedException(path + " was changed in the bucket meanwhile", there);
        }
        if (there.isPresent() && replacing.isUnknown()) {
            replacing.trash().keep(path);
        }
        try {
            return finish(path, upload, parts, multipart, replacing.condition());
        } catch (BucketException e) {
            if (e.error() != BucketError.NOT_FOUND && e.error() != BucketError.CONDITION_FAILED) {
                throw e;
            }
            // The end of an upload may come twice, if the answer to the first was lost.
            return multipart.finished(path, upload, parts).orElseThrow(() -> e);
        }
    }

    private static ObjectInfo finish(
            String path, String upload, List<Bucket.Part> parts, Bucket.Multipart multipart, Condition condition) {
        try {
            return multipart.finish(path, upload, parts, condition);
        } catch (BucketException e) {
            if (e.error() != BucketError.UNSUPPORTED || condition.kind() == Condition.Kind.NONE) {
                throw e;
            }
            // It knows conditions in puts alone: the look that went before is the best there is.
            return multipart.finish(path, upload, parts);
        }
    }

    private ObjectInfo ended(String path, ObjectInfo made) {
        synchronized (state) {
            state.forgetUpload(path);
        }
        return made;
    }

    private Optional<String> begun(LocalFile local) {
        synchronized (state) {
            return state.upload(local.path())
                    .filter(upload -> upload.sha256().equals(local.sha256()))
                    .map(StateStore.BegunUpload::upload);
        }
    }

    private List<Body> bodies(LocalFile local) {
        long partBytes = partBytes(local.size());
        var bodies = new ArrayList<Body>();
        for (long offset = 0; offset < local.size(); offset += partBytes) {
            bodies.add(Body.of(tree.file(local.path()), offset, Math.min(partBytes, local.size() - offset)));
        }
        return bodies;
    }

    private long partBytes(long size) {
        var traits = bucket.traits();
        long least = (size + traits.partsMax() - 1) / traits.partsMax();
        return Math.min(traits.partBytesMax(), Math.max(Math.max(PART_BYTES, traits.partBytesMin()), least));
    }

    private static List<Bucket.Part> summed(List<Body> bodies) {
        var parts = new ArrayList<Bucket.Part>();
        for (var body : bodies) {
            parts.add(new Bucket.Part(parts.size() + 1, body.length(), body.digest("MD5")));
        }
        return parts;
    }

    private static boolean isPart(Bucket.Part part, Body body) {
        if (part.size() != body.length() || !part.tag().matches("[0-9a-f]+")) {
            return part.size() == body.length();
        }
        // Providers call a part by its sum: S3 by its MD5, B2 by its SHA-1.
        return switch (part.tag().length()) {
            case 32 -> part.tag().equals(body.digest("MD5"));
            case 40 -> part.tag().equals(body.digest("SHA-1"));
            default -> true;
        };
    }
}
