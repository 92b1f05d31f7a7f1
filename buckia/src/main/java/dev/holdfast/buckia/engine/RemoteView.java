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

/** All that devices say of the files in the bucket, merged. */
final class RemoteView {
    private final Map<String, List<Entry>> others = new HashMap<>();
    private final Map<String, List<Entry>> versions = new HashMap<>();

    /** Of the others' indexes, and of this device's own entries, which count as they are here. */
    RemoteView(Collection<DeviceIndex> indexes, Collection<Known> known, Selection selection) {
        for (var index : indexes) {
            for (var entry : index.entries()) {
                if (selection.takes(entry.path())) {
                    add(others, entry);
                    add(versions, entry);
                }
            }
        }
        for (var each : known) {
            if (each.mine() && selection.takes(each.entry().path())) {
                add(versions, each.entry());
            }
        }
    }

    /** The latest versions by path. */
    Map<String, Heads> heads() {
        Map<String, Heads> heads = new HashMap<>();
        versions.forEach((path, entries) -> heads.put(path, Heads.of(entries)));
        return heads;
    }

    /** Adds what another program did to an object. */
    void addForeign(Entry entry) {
        add(versions, entry);
    }

    /** Whether another device's index covers the version, so that this one needn't say it. */
    boolean isSaidByOthers(String path, VersionVector version) {
        return others.getOrDefault(path, List.of()).stream()
                .anyMatch(entry -> entry.version().covers(version));
    }

    private static void add(Map<String, List<Entry>> to, Entry entry) {
        to.computeIfAbsent(entry.path(), path -> new ArrayList<>(1)).add(entry);
    }
}
