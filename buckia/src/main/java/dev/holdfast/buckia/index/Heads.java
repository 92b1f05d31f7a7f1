package dev.holdfast.buckia.index;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The latest versions of a path: those that no other one follows.
 *
 * @param winner the one that all devices take, with a version that covers all
 * @param contested whether there were several with different contents
 */
public record Heads(Entry winner, boolean contested) {
    /** The same on every device: a file beats its absence, more versions beat fewer, then the names decide. */
    private static final Comparator<Entry> BY_STRENGTH = Comparator.comparing((Entry entry) -> !entry.deleted())
            .thenComparingLong(entry -> entry.version().sum())
            .thenComparing(entry -> entry.version().toString())
            .thenComparing(Entry::sha256);

    /** Of versions of one path, at least one. */
    public static Heads of(Collection<Entry> versions) {
        if (versions.size() == 1) {
            return new Heads(versions.iterator().next(), false);
        }
        List<Entry> latest = new ArrayList<>();
        for (var each : versions) {
            if (latest.stream()
                    .anyMatch(known -> known.version().covers(each.version()) && !sameVersion(known, each))) {
                continue;
            }
            if (latest.stream().anyMatch(known -> sameVersion(known, each) && known.sameContent(each))) {
                continue;
            }
            latest.removeIf(known -> each.version().covers(known.version()) && !sameVersion(known, each));
            latest.add(each);
        }
        var strongest = latest.stream().max(BY_STRENGTH).orElseThrow();
        var version = strongest.version();
        boolean contested = false;
        for (var each : latest) {
            version = version.join(each.version());
            contested |= !each.equals(strongest) && !each.sameContent(strongest);
        }
        return new Heads(strongest.withVersion(version), contested);
    }

    private static boolean sameVersion(Entry one, Entry other) {
        return one.version().equals(other.version());
    }
}
