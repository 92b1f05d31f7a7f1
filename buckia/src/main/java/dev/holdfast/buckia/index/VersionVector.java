package dev.holdfast.buckia.index;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many versions of a file each device had written when this one was written. Of two versions, one follows the other, or
 * neither knew of the other; clocks play no part.
 *
 * @param counters positive counts by device
 */
public record VersionVector(SortedMap<String, Long> counters) {
    /** Before every version. */
    public static final VersionVector NONE = new VersionVector(new TreeMap<>());

    /** How two versions stand to one another. */
    public enum Order {
        /** The same. */
        EQUAL,
        /** The other follows. */
        BEFORE,
        /** This follows the other. */
        AFTER,
        /** Neither knew of the other. */
        CONCURRENT
    }

    /** Copies the counters. */
    public VersionVector {
        counters = Collections.unmodifiableSortedMap(new TreeMap<>(counters));
    }

    /** What {@link #toString} wrote. */
    public static VersionVector parse(String text) {
        var counters = new TreeMap<String, Long>();
        for (var part : text.split(",", -1)) {
            int colon = part.indexOf(':');
            if (colon > 0) {
                counters.put(part.substring(0, colon), Long.parseLong(part.substring(colon + 1)));
            }
        }
        return new VersionVector(counters);
    }

    /** How this stands to another. */
    public Order compare(VersionVector other) {
        boolean less = exceeds(other, this);
        boolean more = exceeds(this, other);
        if (less && more) {
            return Order.CONCURRENT;
        }
        return less ? Order.BEFORE : more ? Order.AFTER : Order.EQUAL;
    }

    /** Whether this is the other or follows it. */
    public boolean covers(VersionVector other) {
        return !exceeds(other, this);
    }

    /** The version that a device writes knowing this one. */
    public VersionVector next(String device) {
        var counters = new TreeMap<>(this.counters);
        counters.merge(device, 1L, Long::sum);
        return new VersionVector(counters);
    }

    /** The least that covers both. */
    public VersionVector join(VersionVector other) {
        var joined = new TreeMap<>(counters);
        other.counters.forEach((device, count) -> joined.merge(device, count, Math::max));
        return new VersionVector(joined);
    }

    /** All counts together; grows with each version. */
    public long sum() {
        return counters.values().stream().mapToLong(Long::longValue).sum();
    }

    /** {@code device:count,device:count}, in the devices' order; empty for none. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        counters.forEach((device, count) -> text.append(text.isEmpty() ? "" : ",")
                .append(device)
                .append(':')
                .append(count));
        return text.toString();
    }

    private static boolean exceeds(VersionVector one, VersionVector other) {
        for (var each : one.counters.entrySet()) {
            if (each.getValue() > other.counters.getOrDefault(each.getKey(), 0L)) {
                return true;
            }
        }
        return false;
    }
}
