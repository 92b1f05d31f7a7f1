package dev.holdfast.buckia.engine;

import dev.holdfast.buckia.bucket.BucketError;
import dev.holdfast.buckia.bucket.BucketException;
import dev.holdfast.buckia.bucket.steady.SteadyBucket;
import dev.holdfast.buckia.index.Entry;
import dev.holdfast.buckia.state.Known;
import dev.holdfast.buckia.state.Stamp;
import dev.holdfast.buckia.state.StateStore;
import dev.holdfast.buckia.sync.Action;
import dev.holdfast.buckia.tree.Hashing;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Remembers what is about to be sent, so that after a kill this device knows its own objects: a file that was sent, not yet
 * said, and then deleted here would otherwise come back as somebody's.
 */
final class Intents {
    private final SteadyBucket bucket;
    private final StateStore state;
    private final Set<String> recovered = new HashSet<>();

    Intents(SteadyBucket bucket, StateStore state) {
        this.bucket = bucket;
        this.state = state;
    }

    /**
     * Finds out which of the versions that were begun arrived.
     *
     * @param known what is known of their paths
     * @return what is known now, of those that arrived
     */
    List<Known> recover(Map<String, Known> known) {
        var arrived = new ArrayList<Known>();
        for (var intent : state.intents()) {
            var path = intent.path();
            var before = known.get(path);
            recovered.add(path);
            if (before != null && before.entry().version().covers(intent.version())) {
                continue;
            }
            var there = bucket.head(path);
            if (there.isPresent() && there.get().size() == intent.size() && isContent(intent)) {
                var stamp = before == null ? Stamp.NONE : before.stamp();
                arrived.add(new Known(intent.withTag(there.get().tag()), true, stamp, true));
            }
        }
        return arrived;
    }

    /** Forgets the versions that were looked for; to be called when what was found is saved. */
    void recovered() {
        end(recovered);
        recovered.clear();
    }

    /** Remembers the uploads of a plan. */
    Set<String> begin(List<Action> plan) {
        var begun = new ArrayList<Entry>();
        for (var action : plan) {
            var local = action.local();
            boolean sends = action.kind() == Action.Kind.UPLOAD || action.kind() == Action.Kind.COPY_REMOTE;
            if (sends && local != null && local.carrier().isEmpty()) {
                var unknown = Entry.Carriage.UNKNOWN;
                begun.add(new Entry(
                        local.path(),
                        false,
                        local.size(),
                        local.modified(),
                        local.sha256(),
                        action.version(),
                        unknown));
            }
        }
        if (begun.isEmpty()) {
            return new HashSet<>();
        }
        state.saveIntents(begun, List.of());
        var paths = new HashSet<String>();
        begun.forEach(entry -> paths.add(entry.path()));
        return paths;
    }

    /** Forgets those whose end is known; to be called when what they led to is saved. */
    void end(Set<String> paths) {
        if (!paths.isEmpty()) {
            state.saveIntents(List.of(), paths);
        }
    }

    private boolean isContent(Entry intent) {
        return bucket.retries().of(() -> {
            try (var download = bucket.get(intent.path())) {
                var sha256 = Hashing.copy(download.stream(), OutputStream.nullOutputStream(), Hashing.digest());
                return sha256.equals(intent.sha256());
            } catch (IOException e) {
                throw new BucketException(BucketError.UNAVAILABLE, intent.path() + " broke off", e);
            }
        });
    }
}
