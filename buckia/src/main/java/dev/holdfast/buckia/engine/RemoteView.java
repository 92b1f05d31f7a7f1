package dev.holdfast.buckia.engine;

import dev.holdfast.buckia.index.DeviceIndex;
import dev.holdfast.buckia.index.Entry;
import dev.holdfast.buckia.index.Heads;
import dev.holdfast.buckia.index.VersionVector;
import dev.holdfast.buckia.state.Known;
import dev.holdfast.buckia.sync.Selection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** All that devices say of the files in the bucket, merged. */
final class RemoteView {
    private final Versions others = new Versions();
    private final Versions here = new Versions();

    /** Of the others' indexes, and of this device's own entries, which count as they are here. */
    RemoteView(Collection<DeviceIndex> indexes, Collection<Known> known, Selection selection) {
        for (var index : indexes) {
            for (var entry : index.entries()) {
                if (selection.takes(entry.path())) {
                    others.add(entry);
                }
            }
        }
        for (var each : known) {
            if (each.mine() && selection.takes(each.entry().path())) {
                here.add(each.entry());
            }
        }
    }

    /** The latest versions by path. */
    Map<String, Heads> heads() {
        Map<String, Heads> heads = HashMap.newHashMap(Math.max(others.size(), here.size()));
        others.forEach((path, entries) -> heads.put(path, Heads.of(joined(entries, here.of(path)))));
        here.forEach((path, entries) -> {
            if (others.of(path).isEmpty()) {
                heads.put(path, Heads.of(entries));
            }
        });
        return heads;
    }

    /** Adds what another program did to an object. */
    void addForeign(Entry entry) {
        here.add(entry);
    }

    /** Whether another device's index covers the version, so that this one needn't say it. */
    boolean isSaidByOthers(String path, VersionVector version) {
        return others.of(path).stream().anyMatch(entry -> entry.version().covers(version));
    }

    private static List<Entry> joined(List<Entry> some, List<Entry> more) {
        if (more.isEmpty()) {
            return some;
        }
        var all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    /** Entries by path; nearly all paths have one, and there are many. */
    private static final class Versions {
        private final Map<String, Entry> first = new HashMap<>();
        private final Map<String, List<Entry>> more = new HashMap<>();

        void add(Entry entry) {
            if (first.putIfAbsent(entry.path(), entry) != null) {
                more.computeIfAbsent(entry.path(), path -> new ArrayList<>(1)).add(entry);
            }
        }

        int size() {
            return first.size();
        }

        List<Entry> of(String path) {
            var one = first.get(path);
            return one == null ? List.of() : joined(List.of(one), more.getOrDefault(path, List.of()));
        }

        void forEach(BiConsumer<String, List<Entry>> taker) {
            first.forEach((path, one) -> taker.accept(path, joined(List.of(one), more.getOrDefault(path, List.of()))));
        }
    }
}
