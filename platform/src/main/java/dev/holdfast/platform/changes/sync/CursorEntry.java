package dev.holdfast.platform.changes.sync;

import java.util.Comparator;
import java.util.UUID;

/**
 * Where a client stands in the feed of one space.
 *
 * @param position the highest version that was delivered
 * @param told whether the space's own row was delivered
 * @param floor the head when the delivery from the beginning began, while it lasts; else 0
 */
record CursorEntry(UUID space, long position, boolean told, long floor) {
    /** By the id's bytes, unsigned, which is also the order of its text. */
    static final Comparator<UUID> BY_ID = (a, b) -> {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    };

    /** From the beginning of a space. */
    static CursorEntry beginning(UUID space, long head) {
        return new CursorEntry(space, 0, false, head);
    }

    /** All that was purged up to here is nothing that the client lacks. */
    long safe() {
        return Math.max(position, floor);
    }

    CursorEntry tell(boolean done) {
        return new CursorEntry(space, position, done, floor);
    }

    CursorEntry at(long version) {
        return new CursorEntry(space, version, told, version >= floor ? 0 : floor);
    }
}
