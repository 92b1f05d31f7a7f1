package dev.holdfast.platform.changes;

import dev.holdfast.platform.db.Tx;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/**
 * Where the feed gets the records of one kind from. An app declares one bean for each kind that it marks; without one the kind isn't
 * synced. Every live record of the kind must be visible to every member of its space.
 */
public interface RecordSource {
    /** The app of the kinds that the platform itself keeps; they come with every filter. */
    String PLATFORM = "platform";

    /** The kind, as it is marked, e.g. {@code "document"}. */
    String entity();

    /** The app that it belongs to, e.g. {@code "documents"}: what {@code apps=} names. */
    String app();

    /** Whether the kind is synced when a client names no apps. */
    default boolean syncedByDefault() {
        return true;
    }

    /**
     * Whether ids are unique within a space only, as members' are. Then {@link #load(Tx, UUID, Collection)} is called, once for each
     * space.
     */
    default boolean idsRepeat() {
        return false;
    }

    /**
     * The records with these ids as their own GET answers them, ready for JSON; deleted ones and those that the actor may not see are
     * left out. Called in a read-only transaction of the actor that shows one snapshot.
     *
     * @param ids at most 1,000, all different
     */
    Map<UUID, ?> load(Tx tx, Collection<UUID> ids);

    /** The same within one space. */
    default Map<UUID, ?> load(Tx tx, UUID space, Collection<UUID> ids) {
        return load(tx, ids);
    }

    /**
     * About how many bytes the JSON of each record will take, so that a page is cut before it is loaded. Override it where a record may
     * exceed 64 kB; records left out count as small.
     */
    default Map<UUID, Long> sizes(Tx tx, Collection<UUID> ids) {
        return Map.of();
    }
}
