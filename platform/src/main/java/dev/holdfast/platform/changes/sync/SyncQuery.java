package dev.holdfast.platform.changes.sync;

import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a client sent. Throws MALFORMED when it is made of something that can't be read.
 *
 * @param cursor a cursor, a start time, or null for everything
 * @param limit changes a page
 * @param apps names of apps; empty for the default
 * @param spaces empty for all
 */
public record SyncQuery(@Nullable String cursor, int limit, List<String> apps, List<UUID> spaces) {
    static final int LIMIT_DEFAULT = 200;
    static final int LIMIT_MAX = 1_000;
    private static final int APPS_MAX = 20;
    private static final int SPACES_MAX = 100;
    private static final int SHOWN_LENGTH_MAX = 60;

    static SyncQuery of(
            @Nullable String cursor,
            @Nullable Integer limit,
            @Nullable List<String> apps,
            @Nullable List<String> spaces) {
        int size = limit == null ? LIMIT_DEFAULT : limit;
        if (size < 1 || size > LIMIT_MAX) {
            throw new Problem(Code.MALFORMED, "limit must be 1 to " + LIMIT_MAX + ", is " + size + ".");
        }
        List<String> names = apps == null ? List.of() : apps;
        List<String> ids = spaces == null ? List.of() : spaces;
        if (names.size() > APPS_MAX || ids.size() > SPACES_MAX) {
            throw new Problem(
                    Code.MALFORMED, "At most " + APPS_MAX + " apps and " + SPACES_MAX + " spaces can be named.");
        }
        if (names.stream().anyMatch(Objects::isNull) || ids.stream().anyMatch(Objects::isNull)) {
            throw new Problem(Code.MALFORMED, "apps and spaces must not contain null.");
        }
        String from = cursor == null || cursor.isEmpty() ? null : cursor;
        return new SyncQuery(
                from,
                size,
                names.stream().map(SyncQuery::shown).toList(),
                ids.stream().map(SyncQuery::id).toList());
    }

    /** The same from a query's comma-separated lists. */
    static SyncQuery ofText(@Nullable String cursor, int limit, @Nullable String apps, @Nullable String spaces) {
        return of(cursor, limit, split(apps), split(spaces));
    }

    private static List<String> split(@Nullable String list) {
        return list == null || list.isEmpty() ? List.of() : List.of(list.split(",", -1));
    }

    private static UUID id(String text) {
        try {
            UUID id = UUID.fromString(text);
            if (id.toString().equalsIgnoreCase(text)) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            // Said below, in the same words as for the short forms that fromString lets through.
        }
        throw new Problem(Code.MALFORMED, "spaces: '" + shown(text) + "' isn't the id of a space.");
    }

    private static String shown(String text) {
        return text.length() > SHOWN_LENGTH_MAX ? text.substring(0, SHOWN_LENGTH_MAX) + "…" : text;
    }
}
