package dev.holdfast.platform.changes.sync;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What of the feed a client asks for. A cursor is bound to it.
 *
 * @param apps as asked; empty for the default
 * @param spaces as asked; empty for all that one sees
 * @param kinds the kinds of record that this stands for here and now
 */
record SyncFilter(SortedSet<String> apps, SortedSet<UUID> spaces, SortedSet<String> kinds) {

    static SyncFilter of(Collection<String> apps, Collection<UUID> spaces, SortedSet<String> kinds) {
        SortedSet<UUID> sorted = new TreeSet<>(CursorEntry.BY_ID);
        sorted.addAll(spaces);
        return new SyncFilter(new TreeSet<>(apps), sorted, kinds);
    }

    boolean wants(UUID space) {
        return spaces.isEmpty() || spaces.contains(space);
    }

    /** The question in 8 bytes. */
    byte[] hash() {
        String text = "apps=" + String.join(",", apps) + "\nspaces="
                + spaces.stream().map(UUID::toString).collect(Collectors.joining(","));
        return Arrays.copyOf(Hash.sha256(text.getBytes(StandardCharsets.UTF_8)), Cursor.FILTER_BYTES);
    }

    /** The history and the kinds in 16 bytes: what makes numbers and checksums comparable. */
    byte[] generation(UUID epoch) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.writeBytes(Hash.bytes(epoch));
        for (String kind : kinds) {
            text.writeBytes(kind.getBytes(StandardCharsets.UTF_8));
            text.write(0);
        }
        return Arrays.copyOf(Hash.sha256(text.toByteArray()), Cursor.GENERATION_BYTES);
    }
}
