package dev.holdfast.buckia.snapshot;

import dev.holdfast.buckia.carry.Carrier;
import dev.holdfast.buckia.crypt.WrongKeyException;
import dev.holdfast.buckia.pack.Condemned;
import dev.holdfast.buckia.pack.ContentStore;
import dev.holdfast.buckia.pack.DamagedException;
import dev.holdfast.buckia.pack.Pack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** What of all snapshots is needed, what is missing, and what can't be read. */
final class SnapshotCare {
    private final ContentStore contents;
    private final Function<String, Manifest> reader;
    private final Duration grace;

    /**
     * Care of the snapshots in a bucket.
     *
     * @param reader opens the snapshot of a reference
     */
    SnapshotCare(ContentStore contents, Function<String, Manifest> reader, Duration grace) {
        this.contents = contents;
        this.reader = reader;
        this.grace = grace;
    }

    /**
     * Deletes what isn't needed. A snapshot that can't be read may need any parent of its file, and any pack: those stay.
     *
     * @param live references in the indexes
     */
    Carrier.Collected collect(Set<String> live, KeepRule rule) {
        var all = all();
        var kept = new HashSet<String>();
        byFolder(all).values().forEach(each -> kept.addAll(rule.kept(each)));
        live.stream().filter(all::contains).forEach(kept::add);
        // Packs are named by all snapshots that are there, also those that go now: they go one step later.
        var named = new HashSet<String>();
        var parents = new HashMap<String, String>();
        var unread = new TreeMap<String, String>();
        for (var reference : all) {
            try {
                var manifest = reader.apply(reference);
                manifest.packs().forEach(pack -> named.add(Pack.PREFIX + pack));
                parents.put(reference, manifest.parent());
            } catch (DamagedException | WrongKeyException e) {
                unread.put(reference, String.valueOf(e.getMessage()));
            }
        }
        for (var reference : List.copyOf(kept)) {
            for (var each = reference; each != null && !each.isEmpty(); each = parents.get(each)) {
                kept.add(each);
                if (unread.containsKey(each)) {
                    var folder = folder(each);
                    all.stream().filter(other -> folder(other).equals(folder)).forEach(kept::add);
                }
            }
        }
        var useless = new HashSet<String>();
        all.stream()
                .filter(reference -> !kept.contains(reference))
                .forEach(each -> useless.add(Snapshots.PREFIX + each));
        int deleted = new Condemned(contents, grace).delete(useless, Snapshots.PREFIX);
        if (!unread.isEmpty()) {
            var left = new ArrayList<String>();
            unread.values()
                    .forEach(reason -> left.add("all packs, since a snapshot can't be read: " + reason
                            + " ('verify --repair' takes it away)"));
            return new Carrier.Collected(deleted, left);
        }
        var packs = new HashSet<String>();
        contents.list(Pack.PREFIX).forEach(object -> packs.add(object.key()));
        packs.removeAll(named);
        return new Carrier.Collected(deleted + new Condemned(contents, grace).delete(packs, Pack.PREFIX), List.of());
    }

    /** What snapshots lack of their packs and their parents', as far as listings tell. */
    Map<String, String> missing(Set<String> references) {
        var wrong = new TreeMap<String, String>();
        var listed = references.isEmpty() ? Map.<String, Long>of() : contents.sizes(Pack.PREFIX);
        var faults = new HashMap<String, String>();
        for (var reference : references) {
            try {
                for (var pack : packs(reference)) {
                    var fault = faults.computeIfAbsent(pack, each -> {
                        var found = contents.fault(Pack.PREFIX + each, listed, -1);
                        return found == null ? "" : found;
                    });
                    if (!fault.isEmpty()) {
                        wrong.put(reference, fault);
                    }
                }
            } catch (DamagedException | WrongKeyException e) {
                wrong.put(reference, String.valueOf(e.getMessage()));
            }
        }
        return wrong;
    }

    /** Snapshots that are there and that nobody can read. */
    Map<String, String> damaged() {
        var wrong = new TreeMap<String, String>();
        for (var reference : all()) {
            try {
                var unused = reader.apply(reference);
            } catch (DamagedException e) {
                var key = Snapshots.PREFIX + reference;
                if (contents.bucket().head(key).isPresent()) {
                    wrong.put(key, String.valueOf(e.getMessage()));
                }
            }
        }
        return wrong;
    }

    private Set<String> packs(String reference) {
        var packs = new HashSet<String>();
        var each = reference;
        for (int depth = 0; !each.isEmpty(); depth++) {
            if (depth > Manifest.DEPTH_MAX) {
                throw new DamagedException("the snapshot " + reference + " has too many parents");
            }
            var manifest = reader.apply(each);
            // What a child has anew it doesn't need of its parent, but who can tell without the pages?
            packs.addAll(manifest.packs());
            each = manifest.parent();
        }
        return packs;
    }

    private Set<String> all() {
        var all = new HashSet<String>();
        for (var object : contents.list(Snapshots.PREFIX)) {
            var reference = object.key().substring(Snapshots.PREFIX.length());
            if (Snapshots.isReference(reference)) {
                all.add(reference);
            }
        }
        return all;
    }

    private static Map<String, List<Snapshot>> byFolder(Set<String> references) {
        Map<String, List<Snapshot>> files = new HashMap<>();
        for (var reference : references) {
            files.computeIfAbsent(folder(reference), unused -> new ArrayList<>())
                    .add(new Snapshot(reference, Snapshots.taken(reference)));
        }
        return files;
    }

    private static String folder(String reference) {
        return reference.substring(0, Snapshots.FOLDER_DIGITS);
    }
}
