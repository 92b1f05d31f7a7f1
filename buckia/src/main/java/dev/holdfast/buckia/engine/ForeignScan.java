package dev.holdfast.buckia.engine;

import dev.holdfast.buckia.bucket.Body;
import dev.holdfast.buckia.bucket.Bucket;
import dev.holdfast.buckia.bucket.BucketException;
import dev.holdfast.buckia.bucket.Keys;
import dev.holdfast.buckia.bucket.ObjectInfo;
import dev.holdfast.buckia.index.Entry;
import dev.holdfast.buckia.index.Heads;
import dev.holdfast.buckia.index.VersionVector;
import dev.holdfast.buckia.sync.LocalFile;
import dev.holdfast.buckia.sync.Problem;
import dev.holdfast.buckia.sync.Selection;
import dev.holdfast.buckia.tree.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares the objects that are in the bucket with what the indexes say, and finds what other programs did: objects that
 * appeared, changed or vanished. Such a change counts as a version of the device {@code ~}, so that all devices that see it
 * give it the same version.
 */
final class ForeignScan {
    /** Before keys that are nobody's files. */
    static final String OWN_PREFIX = ".buckia/";

    private static final String DEVICE = "~";
    private static final int PAGE = 1_000;

    private final Bucket bucket;
    private final Tree tree;
    private final Selection selection;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, String> tags = new HashMap<>();
    private final Map<VersionVector, VersionVector> next = new HashMap<>();

    ForeignScan(Bucket bucket, Tree tree, Selection selection) {
        this.bucket = bucket;
        this.tree = tree;
        this.selection = selection;
    }

    /** Objects that can't be files here. */
    List<Problem> problems() {
        return problems;
    }

    /** Tags that objects have now though their content is what the index says, by path. */
    Map<String, String> tags() {
        return tags;
    }

    /**
     * Looks at every object.
     *
     * @param heads what the indexes say
     * @param local the files here, to compare contents without a download
     */
    List<Entry> run(Map<String, Heads> heads, Map<String, LocalFile> local) {
        var found = new ArrayList<Entry>();
        var seen = new HashSet<String>();
        String cursor = null;
        do {
            var page = bucket.list("", cursor, PAGE);
            for (var object : page.objects()) {
                if (isFile(object.key())) {
                    var head = heads.get(object.key());
                    if (head != null) {
                        seen.add(object.key());
                    }
                    var entry = compare(object, head, local.get(object.key()));
                    if (entry != null) {
                        found.add(entry);
                    }
                }
            }
            cursor = page.next();
        } while (cursor != null);
        heads.forEach((path, head) -> {
            var entry = head.winner();
            if (!entry.deleted() && entry.isPlain() && !seen.contains(path)) {
                // A listing may lag behind a write; a look at the object itself doesn't.
                var there = bucket.head(path);
                if (there.isEmpty()) {
                    found.add(Entry.gone(path, entry.version().next(DEVICE)));
                }
            }
        });
        return found;
    }

    /** What an object that isn't what the index says counts as; null if it is after all. */
    @Nullable
    Entry compare(ObjectInfo object, @Nullable Heads head, @Nullable LocalFile local) {
        var entry = head == null ? null : head.winner();
        if (entry != null && !entry.isPlain()) {
            return null;
        }
        if (entry != null && !entry.deleted()) {
            boolean sameSize = object.size() < 0 || object.size() == entry.size();
            if (sameSize
                    && (object.tag().equals(entry.carriage().tag())
                            || entry.carriage().tag().isEmpty())) {
                return null;
            }
            if (sameSize && isContentOf(object, local, entry)) {
                tags.put(object.key(), object.tag());
                return null;
            }
        }
        var content = local != null && object.checksum() != null && isContent(object, local) ? local.sha256() : "";
        // Of few different versions there may be millions of objects.
        var version =
                next.computeIfAbsent(entry == null ? VersionVector.NONE : entry.version(), each -> each.next(DEVICE));
        long modified = object.modified() == null ? 0 : object.modified().toEpochMilli();
        var carriage = Entry.Carriage.plain(object.tag());
        return new Entry(object.key(), false, object.size(), modified, content, version, carriage);
    }

    private boolean isFile(String key) {
        if (key.startsWith(OWN_PREFIX) || !selection.takes(key) || key.endsWith("/")) {
            return false;
        }
        try {
            return !Keys.check(key).isEmpty();
        } catch (BucketException e) {
            problems.add(new Problem(key, "an object that can't be a file here: " + e.getMessage(), true));
            return false;
        }
    }

    private boolean isContentOf(ObjectInfo object, @Nullable LocalFile local, Entry entry) {
        return local != null && local.sha256().equals(entry.sha256()) && isContent(object, local);
    }

    private boolean isContent(ObjectInfo object, LocalFile local) {
        if (object.checksum() == null
                || object.size() != local.size()
                || !local.carrier().isEmpty()) {
            return false;
        }
        try {
            var body = Body.of(tree.file(local.path()), 0, local.size());
            return object.checksum().equals(body.digest(bucket.traits().digest()));
        } catch (BucketException _) {
            return false;
        }
    }
}
