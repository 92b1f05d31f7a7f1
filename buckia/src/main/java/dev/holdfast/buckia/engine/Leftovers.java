package dev.holdfast.buckia.engine;

import dev.holdfast.buckia.bucket.Bucket;
import dev.holdfast.buckia.index.Entry;
import dev.holdfast.buckia.state.StateStore;
import dev.holdfast.buckia.sync.Selection;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.stream.Collectors;

/** Deletes from the bucket what nobody needs any more. */
final class Leftovers {
    private static final String TRASH = ForeignScan.OWN_PREFIX + "trash/";
    private static final int PAGE = 1_000;

    private final Parts parts;

    Leftovers(Parts parts) {
        this.parts = parts;
    }

    /**
     * Collects what the trash has kept for longer than so many days, and what carriers wrote and no index needs. Uploads in
     * parts that no state remembers are another device's, perhaps under way: they are left to the provider's own rule.
     *
     * @return how many objects were deleted
     */
    int run(StateStore state, int trashDays) {
        int deleted = trash(trashDays);
        var indexes = new Indexes(parts.bucket(), state, parts.seal(), parts.random());
        var unused = indexes.refresh();
        var live = new HashSet<String>();
        indexes.others()
                .forEach(index -> index.entries()
                        .forEach(entry -> live.add(entry.carriage().reference())));
        state.known()
                .values()
                .forEach(known -> live.add(known.entry().carriage().reference()));
        live.remove("");
        var view = new RemoteView(indexes.others(), state.known().values(), Selection.ALL);
        var names = view.heads().values().stream()
                .map(heads -> heads.winner())
                .map(Entry::carriage)
                .map(Entry.Carriage::carrier)
                .collect(Collectors.toSet());
        names.remove("");
        for (var carrier : parts.carriers()) {
            names.remove(carrier.name());
        }
        if (!names.isEmpty()) {
            throw new IllegalStateException("not collected: files are carried by " + names + ", not configured here");
        }
        for (var carrier : parts.carriers()) {
            deleted += carrier.collect(live);
        }
        return deleted;
    }

    private int trash(int days) {
        var oldest =
                parts.clock().instant().atZone(ZoneOffset.UTC).toLocalDate().minusDays(days);
        Bucket bucket = parts.bucket();
        int deleted = 0;
        String cursor = null;
        do {
            var page = bucket.list(TRASH, cursor, PAGE);
            for (var object : page.objects()) {
                if (isBefore(object.key(), oldest)) {
                    bucket.delete(object.key());
                    deleted++;
                }
            }
            cursor = page.next();
        } while (cursor != null);
        return deleted;
    }

    private static boolean isBefore(String key, LocalDate oldest) {
        try {
            var end = key.indexOf('/', TRASH.length());
            return end > 0
                    && LocalDate.parse(key.substring(TRASH.length(), end)).isBefore(oldest);
        } catch (DateTimeParseException _) {
            return false;
        }
    }
}
