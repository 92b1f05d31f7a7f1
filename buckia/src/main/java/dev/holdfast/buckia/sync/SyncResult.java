package dev.holdfast.buckia.sync;

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

    /** How many steps of a kind. */
    public int count(Action.Kind kind) {
        return done.getOrDefault(kind, 0);
    }
}
