package dev.holdfast.platform.changes.sync;

import dev.holdfast.platform.changes.RecordSource;
import dev.holdfast.platform.changes.RecordSources;
import dev.holdfast.platform.db.Tx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Loads the records of a page, kind by kind, and writes them as JSON. */
record PageData(RecordSources sources, JsonMapper json) {

    /** About how many bytes each record will take; small ones are left out. */
    Map<FeedRow.Key, Long> sizes(Tx tx, Collection<FeedRow.Key> keys) {
        Map<FeedRow.Key, Long> sizes = new HashMap<>();
        byKind(keys)
                .forEach((kind, ofKind) -> sources.of(kind).ifPresent(source -> {
                    Map<UUID, Long> byId = source.sizes(tx, ids(ofKind));
                    ofKind.forEach(key -> {
                        Long size = byId.get(key.id());
                        if (size != null) {
                            sizes.put(key, size);
                        }
                    });
                }));
        return sizes;
    }

    /** The records as JSON; those that aren't there are left out. */
    Map<FeedRow.Key, String> load(Tx tx, Collection<FeedRow.Key> keys) {
        Map<FeedRow.Key, String> loaded = new HashMap<>();
        byKind(keys)
                .forEach((kind, ofKind) -> sources.of(kind).ifPresent(source -> {
                    if (source.idsRepeat()) {
                        bySpace(ofKind)
                                .forEach(
                                        (space, ofSpace) -> put(ofSpace, source.load(tx, space, ids(ofSpace)), loaded));
                    } else {
                        put(ofKind, load(source, tx, ofKind), loaded);
                    }
                }));
        return loaded;
    }

    String write(Object data) {
        return json.writeValueAsString(data);
    }

    /** A JSON object's members. */
    Map<String, Object> read(String object) {
        return json.readValue(object, new TypeReference<>() {});
    }

    private static Map<UUID, ?> load(RecordSource source, Tx tx, List<FeedRow.Key> keys) {
        return source.load(tx, ids(keys));
    }

    private void put(List<FeedRow.Key> keys, Map<UUID, ?> found, Map<FeedRow.Key, String> loaded) {
        for (FeedRow.Key key : keys) {
            Object record = found.get(key.id());
            if (record != null) {
                loaded.put(key, write(record));
            }
        }
    }

    private static Map<String, List<FeedRow.Key>> byKind(Collection<FeedRow.Key> keys) {
        Map<String, List<FeedRow.Key>> groups = new HashMap<>();
        keys.forEach(key ->
                groups.computeIfAbsent(key.entity(), kind -> new ArrayList<>()).add(key));
        return groups;
    }

    private static Map<UUID, List<FeedRow.Key>> bySpace(Collection<FeedRow.Key> keys) {
        Map<UUID, List<FeedRow.Key>> groups = new HashMap<>();
        keys.forEach(key ->
                groups.computeIfAbsent(key.space(), space -> new ArrayList<>()).add(key));
        return groups;
    }

    private static List<UUID> ids(Collection<FeedRow.Key> keys) {
        return keys.stream().map(FeedRow.Key::id).distinct().toList();
    }
}
