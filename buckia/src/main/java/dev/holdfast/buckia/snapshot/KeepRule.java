package dev.holdfast.buckia.snapshot;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which snapshots of a file stay: the last ones, and the last of each of so many hours, days, weeks and months that have any.
 *
 * @param last at least 1
 * @param hours 0 or more
 * @param days 0 or more
 * @param weeks 0 or more
 * @param months 0 or more
 */
public record KeepRule(int last, int hours, int days, int weeks, int months) {
    /** The last 10, 24 hours, 14 days, 8 weeks, 12 months. */
    public static final KeepRule USUAL = new KeepRule(10, 24, 14, 8, 12);

    /** Checks the numbers. */
    public KeepRule {
        if (last < 1 || hours < 0 || days < 0 || weeks < 0 || months < 0) {
            throw new IllegalArgumentException("keep at least the last one, and 0 or more of the others");
        }
    }

    /** References of those of one file's snapshots that stay. */
    Set<String> kept(List<Snapshot> snapshots) {
        var sorted = snapshots.stream()
                .sorted(Comparator.comparing(Snapshot::taken).reversed())
                .toList();
        var kept = new HashSet<String>();
        sorted.stream().limit(last).map(Snapshot::reference).forEach(kept::add);
        keep(sorted, "yyyyMMddHH", hours, kept);
        keep(sorted, "yyyyMMdd", days, kept);
        keep(sorted, "YYYY'w'ww", weeks, kept);
        keep(sorted, "yyyyMM", months, kept);
        return kept;
    }

    private static void keep(List<Snapshot> sorted, String period, int count, Set<String> kept) {
        var format = DateTimeFormatter.ofPattern(period, Locale.ROOT).withZone(ZoneOffset.UTC);
        var seen = new HashSet<String>();
        for (var each : sorted) {
            if (seen.size() < count && seen.add(format.format(each.taken()))) {
                kept.add(each.reference());
            }
        }
    }
}
