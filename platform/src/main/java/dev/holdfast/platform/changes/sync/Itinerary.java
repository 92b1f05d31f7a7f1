package dev.holdfast.platform.changes.sync;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a pull goes: which spaces were lost, and from where each visible one goes on.
 *
 * @param lost entries of the cursor whose spaces the reader doesn't see any more
 * @param entries the visible spaces in the order in which this page visits them
 * @param resync spaces that come whole from here
 */
record Itinerary(List<CursorEntry> lost, List<CursorEntry> entries, Set<UUID> resync) {

    /** From a cursor, or from the beginning of everything when there is none. */
    static Itinerary of(@Nullable Cursor cursor, byte[] generation, Collection<SyncStore.SpaceState> spaces) {
        Map<UUID, CursorEntry> known = new HashMap<>();
        boolean sameHistory = cursor == null || Arrays.equals(cursor.generation(), generation);
        if (cursor != null) {
            cursor.entries().forEach(entry -> known.put(entry.space(), entry));
        }
        Map<UUID, CursorEntry> entries = new TreeMap<>(CursorEntry.BY_ID);
        Set<UUID> resync = new TreeSet<>(CursorEntry.BY_ID);
        for (SyncStore.SpaceState space : spaces) {
            CursorEntry entry = known.remove(space.id());
            boolean follows =
                    entry != null && sameHistory && entry.safe() <= space.head() && entry.safe() >= space.horizon();
            if (entry != null && !follows) {
                resync.add(space.id());
            }
            entries.put(space.id(), entry != null && follows ? entry : CursorEntry.beginning(space.id(), space.head()));
        }
        List<CursorEntry> lost = known.values().stream()
                .sorted((a, b) -> CursorEntry.BY_ID.compare(a.space(), b.space()))
                .toList();
        UUID first = cursor == null || cursor.entries().isEmpty()
                ? null
                : cursor.entries().get(cursor.next()).space();
        return new Itinerary(lost, rotate(List.copyOf(entries.values()), first), resync);
    }

    /**
     * From an instant.
     *
     * @param positions where each space's changes at or after it begin; none where there is none
     */
    static Itinerary ofTime(Instant from, Map<UUID, Long> positions, Collection<SyncStore.SpaceState> spaces) {
        Map<UUID, CursorEntry> entries = new TreeMap<>(CursorEntry.BY_ID);
        Set<UUID> resync = new TreeSet<>(CursorEntry.BY_ID);
        for (SyncStore.SpaceState space : spaces) {
            Instant horizon = space.horizonAt();
            boolean purged = horizon != null && !horizon.isBefore(from);
            if (purged) {
                resync.add(space.id());
            }
            long position = purged ? 0 : positions.getOrDefault(space.id(), space.head());
            entries.put(
                    space.id(),
                    new CursorEntry(space.id(), position, false, position < space.head() ? space.head() : 0));
        }
        return new Itinerary(List.of(), List.copyOf(entries.values()), resync);
    }

    /** A page begins where the one before stopped, so that a busy space keeps no other one waiting. */
    private static List<CursorEntry> rotate(List<CursorEntry> entries, @Nullable UUID first) {
        if (first == null) {
            return entries;
        }
        int start = 0;
        while (start < entries.size()
                && CursorEntry.BY_ID.compare(entries.get(start).space(), first) < 0) {
            start++;
        }
        List<CursorEntry> rotated = new ArrayList<>(entries.subList(start, entries.size()));
        rotated.addAll(entries.subList(0, start));
        return rotated;
    }
}
