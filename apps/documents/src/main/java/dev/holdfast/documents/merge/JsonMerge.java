package dev.holdfast.documents.merge;

import dev.holdfast.documents.merge.Json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The merge of JSON objects by key, at any depth. Arrays, strings, numbers and literals are one value each: changed on both
 * sides to different values, they are a conflict, as is a key deleted here and changed there. Numbers count as written
 * ({@code 1.0} isn't {@code 1}).
 */
final class JsonMerge {

    private boolean conflict;

    private JsonMerge() {}

    /**
     * Prefers {@code lines}, the merge by lines, where it says the same as the merge by keys: it keeps everybody's layout.
     * Otherwise the merged keys are written in the server's layout, its keys first, then yours. Where keys conflict, the merge
     * by lines is handed back as not clean.
     */
    static Merge merge(String base, String yours, String server, Merge lines) {
        Optional<Json> parsedBase = JsonText.parse(base);
        Optional<Json> parsedYours = JsonText.parse(yours);
        Optional<Json> parsedServer = JsonText.parse(server);
        if (parsedBase.isEmpty() || parsedYours.isEmpty() || parsedServer.isEmpty()) {
            boolean broken = parsedYours.isPresent()
                    && parsedServer.isPresent()
                    && JsonText.parse(lines.content()).isEmpty();
            return new Merge(lines.content(), lines.clean() && !broken);
        }
        JsonMerge merge = new JsonMerge();
        Json merged = merge.value(parsedBase.get(), parsedYours.get(), parsedServer.get());
        if (merge.conflict || merged == null) {
            return new Merge(lines.content(), false);
        }
        if (lines.clean()
                && JsonText.parse(lines.content()).filter(merged::equals).isPresent()) {
            return lines;
        }
        return new Merge(JsonText.write(merged, server), true);
    }

    /** Null stands for 'no such key'. */
    private @Nullable Json value(@Nullable Json base, @Nullable Json yours, @Nullable Json server) {
        if (same(yours, server) || same(base, yours)) {
            return server;
        }
        if (same(base, server)) {
            return yours;
        }
        if (yours instanceof JsonObject mine && server instanceof JsonObject theirs) {
            return object(
                    base instanceof JsonObject before ? before.members() : Map.of(), mine.members(), theirs.members());
        }
        conflict = true;
        return server;
    }

    private Json object(Map<String, Json> base, Map<String, Json> yours, Map<String, Json> server) {
        Map<String, Json> merged = new LinkedHashMap<>();
        for (String key : server.keySet()) {
            put(merged, key, value(base.get(key), yours.get(key), server.get(key)));
        }
        for (String key : yours.keySet()) {
            if (!server.containsKey(key)) {
                put(merged, key, value(base.get(key), yours.get(key), null));
            }
        }
        return new JsonObject(merged);
    }

    private static void put(Map<String, Json> members, String key, @Nullable Json value) {
        if (value != null) {
            members.put(key, value);
        }
    }

    private static boolean same(@Nullable Json one, @Nullable Json other) {
        return one == null ? other == null : one.equals(other);
    }
}
