package dev.holdfast.buckia.engine;

import dev.holdfast.buckia.carry.Carrier.Collected;
import dev.holdfast.buckia.index.Entry;
import dev.holdfast.buckia.state.StateStore;
import dev.holdfast.buckia.sync.Selection;
import dev.holdfast.buckia.trash.BucketTrash;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/** Deletes from the bucket what nobody needs any more. */
final class Leftovers {
    private final Parts parts;

    Leftovers(Parts parts) {
        this.parts = parts;
    }

    /**
     * Collects what the trash has kept for longer than so many days, and what carriers wrote and no index needs. Uploads in
     * parts that no state remembers are another device's, perhaps under way: they are left to the provider's own rule.
     *
     * @return how many objects were deleted, and what was left because nobody can tell whether it is needed
     */
    Collected run(StateStore state, int trashDays) throws IOException {
        var trash = new BucketTrash(parts.bucket(), parts.seal());
        int deleted = trash.expire(trashDays, parts.clock().instant());
        var indexes = new Indexes(parts.bucket(), state, parts.seal(), parts.random());
        var unused = indexes.refresh();
        var live = new HashSet<String>();
        indexes.others()
                .forEach(index -> index.entries()
                        .forEach(entry -> live.add(entry.carriage().reference())));
        state.known()
                .values()
                .forEach(known -> live.add(known.entry().carriage().reference()));
        var kept = trash.references();
        live.addAll(kept.references());
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
        if (!kept.unread().isEmpty()) {
            return new Collected(
                    deleted,
                    List.of("all packs and pieces, since a note in the trash can't be read: " + kept.unread()));
        }
        if (!names.isEmpty()) {
            throw new IllegalStateException("not collected: files are carried by " + names + ", not configured here");
        }
        var collected = new Collected(deleted, List.of());
        for (var carrier : parts.carriers()) {
            collected = collected.and(carrier.collect(live));
        }
        return collected;
    }
}
