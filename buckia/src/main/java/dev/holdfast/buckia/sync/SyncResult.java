package dev.holdfast.buckia.sync;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a sync did.
 *
 * @param done how many steps of each kind; of a dry run, how many there would be
 * @param plan the steps of the first round
 * @param unchanged files that both sides have as they were
 * @param failures paths that failed; the next sync tries them again
 * @param skipped paths that are never synced: links, special files
 * @param notes what a person should hear of, such as an index that was rolled back
 * @param bytesSent bytes of objects that left
 * @param bytesReceived bytes of objects that came
 */
public record SyncResult(
        Map<Action.Kind, Integer> done,
        List<Action> plan,
        long unchanged,
        List<Problem> failures,
        List<Problem> skipped,
        List<String> notes,
        long bytesSent,
        long bytesReceived) {

    /** Copies. */
    public SyncResult {
        done = Map.copyOf(done);
        plan = List.copyOf(plan);
        failures = List.copyOf(failures);
        skipped = List.copyOf(skipped);
        notes = List.copyOf(notes);
    }

    /** Whether every path is in step. */
    public boolean success() {
        return failures.isEmpty();
    }

    /** Both, one after the other; what failed is what failed at last. */
    public SyncResult and(SyncResult next) {
        var both = new EnumMap<Action.Kind, Integer>(Action.Kind.class);
        both.putAll(done);
        next.done.forEach((kind, count) -> both.merge(kind, count, Integer::sum));
        var steps = new ArrayList<>(plan);
        steps.addAll(next.plan);
        var told = new ArrayList<>(notes);
        told.addAll(next.notes);
        // The traffic is counted from the client's beginning.
        return new SyncResult(
                both, steps, next.unchanged, next.failures, next.skipped, told, next.bytesSent, next.bytesReceived);
    }

    /** How many steps of a kind. */
    public int count(Action.Kind kind) {
        return done.getOrDefault(kind, 0);
    }
}
