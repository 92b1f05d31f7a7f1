package dev.holdfast.buckia.sync;

import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * How to sync.
 *
 * @param selection which paths take part
 * @param deleteOrphaned whether deletions since the last sync are carried both ways, into the trash; if not, they are
 *     remembered and nothing deleted comes back by itself
 * @param conflicts policies by glob, the first that fits
 * @param dryRun plan only
 * @param parallel files under way at a time, 1 to 256
 * @param scan when to look at every object of the bucket, for what other programs changed there
 * @param deleteShareMax largest share of the known files that one sync may delete, above 10 files
 * @param accepted guards that may be passed this once
 * @param trashDays how long the trash keeps, at least 1
 */
public record SyncOptions(
        Selection selection,
        boolean deleteOrphaned,
        Map<Glob, ConflictPolicy> conflicts,
        boolean dryRun,
        int parallel,
        Scan scan,
        double deleteShareMax,
        Set<Guard> accepted,
        int trashDays) {

    /** Everything, deletions carried, both kept in conflicts, 32 files at a time. */
    public static final SyncOptions DEFAULT =
            new SyncOptions(Selection.ALL, true, Map.of(), false, 32, Scan.AUTO, 0.5, EnumSet.noneOf(Guard.class), 30);

    /** When to look at every object. */
    public enum Scan {
        /** At the first sync, each day, and whenever it costs no more than three requests. */
        AUTO,
        /** At each sync. */
        ALWAYS,
        /** Only at the first sync. */
        NEVER
    }

    /** What stops a sync before it does harm. */
    public enum Guard {
        /** The folder is empty, though it wasn't: perhaps its disk isn't mounted. */
        EMPTY_ROOT,
        /** The bucket is empty, though it wasn't. Passing it sends everything again. */
        EMPTY_BUCKET,
        /** Too large a share would be deleted. */
        DELETIONS
    }

    /** Checks the numbers and copies. */
    public SyncOptions {
        conflicts = Collections.unmodifiableMap(new LinkedHashMap<>(conflicts));
        accepted = accepted.isEmpty() ? Set.of() : Set.copyOf(accepted);
        if (parallel < 1 || parallel > 256 || trashDays < 1 || !(deleteShareMax >= 0 && deleteShareMax <= 1)) {
            throw new IllegalArgumentException("parallel is 1 to 256, trashDays at least 1, deleteShareMax 0 to 1, not "
                    + parallel + ", " + trashDays + ", " + deleteShareMax);
        }
    }

    /** For other paths. */
    public SyncOptions withSelection(Selection other) {
        return new SyncOptions(
                other, deleteOrphaned, conflicts, dryRun, parallel, scan, deleteShareMax, accepted, trashDays);
    }

    /** With deletions carried or not. */
    public SyncOptions withDeleteOrphaned(boolean other) {
        return new SyncOptions(
                selection, other, conflicts, dryRun, parallel, scan, deleteShareMax, accepted, trashDays);
    }

    /** With other policies. */
    public SyncOptions withConflicts(Map<Glob, ConflictPolicy> other) {
        return new SyncOptions(
                selection, deleteOrphaned, other, dryRun, parallel, scan, deleteShareMax, accepted, trashDays);
    }

    /** Planning only, or not. */
    public SyncOptions withDryRun(boolean other) {
        return new SyncOptions(
                selection, deleteOrphaned, conflicts, other, parallel, scan, deleteShareMax, accepted, trashDays);
    }

    /** With so many files at a time. */
    public SyncOptions withParallel(int other) {
        return new SyncOptions(
                selection, deleteOrphaned, conflicts, dryRun, other, scan, deleteShareMax, accepted, trashDays);
    }

    /** Looking at every object then. */
    public SyncOptions withScan(Scan other) {
        return new SyncOptions(
                selection, deleteOrphaned, conflicts, dryRun, parallel, other, deleteShareMax, accepted, trashDays);
    }

    /** With another share that may be deleted. */
    public SyncOptions withDeleteShareMax(double other) {
        return new SyncOptions(
                selection, deleteOrphaned, conflicts, dryRun, parallel, scan, other, accepted, trashDays);
    }

    /** Passing these guards. */
    public SyncOptions withAccepted(Set<Guard> other) {
        return new SyncOptions(
                selection, deleteOrphaned, conflicts, dryRun, parallel, scan, deleteShareMax, other, trashDays);
    }
}
