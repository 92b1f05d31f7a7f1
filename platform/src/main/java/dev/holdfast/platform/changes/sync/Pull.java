package dev.holdfast.platform.changes.sync;

import dev.holdfast.platform.changes.RecordSources;
import dev.holdfast.platform.db.Tx;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One page in the making. */
final class Pull {
    private static final long PAGE_BYTES_MAX = 4L << 20;

    /**
     * One line that a page may hold.
     *
     * @param row the change in the feed; null for the space's own row, told because the space is new to the client or lost
     * @param lost whether the space isn't seen any more
     */
    private record Stop(UUID space, @Nullable FeedRow row, boolean lost) {}

    private final Tx tx;
    private final SyncFilter filter;
    private final Itinerary itinerary;
    private final Map<UUID, SyncStore.SpaceState> spaces;
    private final Map<FeedRow.Key, FeedRow.Pending> marks;
    private final Map<UUID, SyncStore.Sum> corrections = new HashMap<>();

    /**
     * A page in one snapshot.
     *
     * @param marks what was committed but has no number yet: records of the page are delivered as these left them
     */
    Pull(
            Tx tx,
            SyncFilter filter,
            Itinerary itinerary,
            Map<UUID, SyncStore.SpaceState> spaces,
            Map<FeedRow.Key, FeedRow.Pending> marks) {
        this.tx = tx;
        this.filter = filter;
        this.itinerary = itinerary;
        this.spaces = spaces;
        this.marks = marks;
    }

    SyncPage page(SyncStore store, PageData data, byte[] generation, int limit) {
        List<Stop> stops = stops(store, limit + 1);
        List<Stop> planned = stops.subList(0, Math.min(limit, stops.size()));
        planned = planned.subList(0, estimate(planned, data));
        Map<FeedRow.Key, String> loaded = data.load(
                tx,
                planned.stream()
                        .filter(this::hasData)
                        .map(stop -> row(stop).key())
                        .toList());
        List<SyncChange> changes = new ArrayList<>();
        Set<UUID> told = new HashSet<>();
        long bytes = 0;
        int done = 0;
        for (Stop stop : planned) {
            SyncChange change = change(stop, data, loaded);
            String json = change.data();
            bytes += json == null ? 0 : json.length();
            if (bytes > PAGE_BYTES_MAX && done > 0) {
                break;
            }
            if (!change.entity().equals(RecordSources.SPACE) || told.add(stop.space())) {
                changes.add(change);
            }
            correct(stop, change);
            done++;
        }
        boolean more = done < stops.size();
        Cursor cursor = cursor(stops, done, generation);
        return new SyncPage(
                changes, cursor.encode(), more, List.copyOf(itinerary.resync()), more ? null : tallies(store));
    }

    /** What lies ahead, in order, at most {@code max}. */
    private List<Stop> stops(SyncStore store, int max) {
        List<Stop> stops = new ArrayList<>();
        itinerary.lost().forEach(entry -> stops.add(new Stop(entry.space(), null, true)));
        List<CursorEntry> ahead = itinerary.entries().stream()
                .filter(entry -> entry.position() < space(entry.space()).head())
                .toList();
        List<FeedRow> rows = ahead.isEmpty() ? List.of() : store.rows(ahead, filter.kinds(), max);
        int at = 0;
        for (CursorEntry entry : itinerary.entries()) {
            if (!entry.told()) {
                stops.add(new Stop(entry.space(), null, false));
            }
            for (; at < rows.size() && rows.get(at).key().space().equals(entry.space()); at++) {
                stops.add(new Stop(entry.space(), rows.get(at), false));
                if (isOwnMembership(rows.get(at).key())) {
                    stops.add(new Stop(entry.space(), null, false));
                }
            }
            if (stops.size() >= max) {
                return stops.subList(0, max);
            }
        }
        return stops;
    }

    /** How many of the stops go into a page by what their sources say of their sizes. */
    private int estimate(List<Stop> stops, PageData data) {
        Map<FeedRow.Key, Long> sizes = data.sizes(
                tx,
                stops.stream()
                        .filter(this::hasData)
                        .map(stop -> row(stop).key())
                        .toList());
        long bytes = 0;
        int count = 0;
        for (Stop stop : stops) {
            bytes += stop.row() == null ? 0 : sizes.getOrDefault(row(stop).key(), 0L);
            if (bytes > PAGE_BYTES_MAX && count > 0) {
                break;
            }
            count++;
        }
        return count;
    }

    private SyncChange change(Stop stop, PageData data, Map<FeedRow.Key, String> loaded) {
        if (stop.lost()) {
            return gone(stop.space(), RecordSources.SPACE, stop.space(), 0, SyncChange.time(tx.now()));
        }
        if (stop.row() == null || stop.row().key().entity().equals(RecordSources.SPACE)) {
            return spaceRow(stop.space(), data);
        }
        FeedRow row = stop.row();
        FeedRow.Key key = row.key();
        FeedRow.Pending now = now(row);
        String json = loaded.get(key);
        String at = SyncChange.time(row.at());
        if (!now.live() || json == null) {
            return gone(key.space(), key.entity(), key.id(), row.version(), at);
        }
        return new SyncChange(
                key.space(), key.entity(), key.id(), SyncChange.UPSERT, now.etag(), row.version(), at, json);
    }

    private SyncChange spaceRow(UUID id, PageData data) {
        SyncStore.SpaceState space = space(id);
        FeedRow row = space.row();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", id);
        shown.put("kind", space.kind());
        shown.put("name", space.name());
        shown.put("role", tx.role(id).orElse(""));
        shown.putAll(data.read(space.settings()));
        shown.put("createdAt", SyncChange.time(space.createdAt()));
        shown.put("updatedAt", SyncChange.time(space.updatedAt()));
        return new SyncChange(
                id,
                RecordSources.SPACE,
                id,
                SyncChange.UPSERT,
                row == null ? null : row.etag(),
                row == null ? 0 : row.version(),
                SyncChange.time(row == null ? space.updatedAt() : row.at()),
                data.write(shown));
    }

    private static SyncChange gone(UUID space, String entity, UUID id, long version, String at) {
        return new SyncChange(space, entity, id, SyncChange.DELETE, null, version, at, null);
    }

    /** The feed's tally counts a record as its row says; what this page said of it may be newer. */
    private void correct(Stop stop, SyncChange change) {
        FeedRow row = stop.row();
        if (row == null || row.key().entity().equals(RecordSources.SPACE)) {
            return;
        }
        boolean live = change.op().equals(SyncChange.UPSERT);
        if (live != row.live() || live && !Objects.equals(change.etag(), row.etag())) {
            correct(row.key(), row.version(), row.live(), row.etag());
            correct(row.key(), row.version(), live, change.etag());
            SyncStore.Sum sum = corrections.getOrDefault(stop.space(), SyncStore.Sum.NOTHING);
            long difference = (live ? 1 : 0) - (row.live() ? 1 : 0);
            corrections.put(stop.space(), new SyncStore.Sum(sum.count() + difference, sum.checksum()));
        }
    }

    private void correct(FeedRow.Key key, long version, boolean live, @Nullable String etag) {
        if (live) {
            SyncStore.Sum sum = corrections.getOrDefault(key.space(), SyncStore.Sum.NOTHING);
            BigInteger flipped = sum.checksum().xor(Hash.fingerprint(key.entity(), key.id(), version, etag));
            corrections.put(key.space(), new SyncStore.Sum(sum.count(), flipped));
        }
    }

    private List<SyncPage.Tally> tallies(SyncStore store) {
        List<UUID> ids = spaces.keySet().stream().sorted(CursorEntry.BY_ID).toList();
        Map<UUID, SyncStore.Sum> sums = store.tallies(ids, filter.kinds());
        List<SyncPage.Tally> tallies = new ArrayList<>();
        for (UUID id : ids) {
            SyncStore.SpaceState space = space(id);
            SyncStore.Sum sum = sums.getOrDefault(id, SyncStore.Sum.NOTHING);
            SyncStore.Sum correction = corrections.getOrDefault(id, SyncStore.Sum.NOTHING);
            long count = sum.count() + correction.count();
            BigInteger checksum = sum.checksum().xor(correction.checksum());
            FeedRow row = space.row();
            if (row == null || !row.live()) {
                // Whoever sees the space was told its row, though it stands for no live record of the feed (yet).
                count++;
                checksum = checksum.xor(Hash.fingerprint(
                        RecordSources.SPACE, id, row == null ? 0 : row.version(), row == null ? null : row.etag()));
            }
            tallies.add(new SyncPage.Tally(id, space.head(), count, Hash.hex(checksum)));
        }
        return tallies;
    }

    /** Where the client stands after the first {@code done} stops. */
    private Cursor cursor(List<Stop> stops, int done, byte[] generation) {
        Map<UUID, CursorEntry> entries = new TreeMap<>(CursorEntry.BY_ID);
        itinerary.entries().forEach(entry -> entries.put(entry.space(), entry));
        for (Stop stop : stops.subList(0, done)) {
            CursorEntry entry = entries.get(stop.space());
            if (entry != null) {
                FeedRow row = stop.row();
                entries.put(stop.space(), row == null ? entry.tell(true) : reached(entry, row));
            }
        }
        UUID next = done < stops.size() ? stops.get(done).space() : null;
        for (CursorEntry visited : itinerary.entries()) {
            if (next != null && (stops.get(done).lost() || visited.space().equals(next))) {
                break;
            }
            CursorEntry entry = Objects.requireNonNull(entries.get(visited.space()));
            entries.put(
                    visited.space(),
                    entry.at(Math.max(entry.position(), space(visited.space()).head())));
        }
        for (int i = done; i < itinerary.lost().size(); i++) {
            entries.put(itinerary.lost().get(i).space(), itinerary.lost().get(i));
        }
        List<CursorEntry> sorted =
                entries.values().stream().limit(Cursor.ENTRIES_MAX).toList();
        int place = 0;
        for (int i = 0; i < sorted.size(); i++) {
            if (sorted.get(i).space().equals(next)) {
                place = i;
            }
        }
        return new Cursor(generation, filter.hash(), place, sorted);
    }

    private CursorEntry reached(CursorEntry entry, FeedRow row) {
        // The space's own row follows, maybe only on the next page.
        return entry.at(row.version()).tell(entry.told() && !isOwnMembership(row.key()));
    }

    private FeedRow.Pending now(FeedRow row) {
        return marks.getOrDefault(row.key(), new FeedRow.Pending(row.live(), row.etag()));
    }

    private boolean hasData(Stop stop) {
        FeedRow row = stop.row();
        return row != null && now(row).live();
    }

    private boolean isOwnMembership(FeedRow.Key key) {
        return key.entity().equals(RecordSources.MEMBER)
                && key.id().equals(tx.actor().account());
    }

    private SyncStore.SpaceState space(UUID id) {
        return Objects.requireNonNull(spaces.get(id), "a visible space has a state");
    }

    private static FeedRow row(Stop stop) {
        return Objects.requireNonNull(stop.row());
    }
}
