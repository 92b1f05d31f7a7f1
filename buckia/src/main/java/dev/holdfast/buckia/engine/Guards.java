package dev.holdfast.buckia.engine;

import dev.holdfast.buckia.state.Known;
import dev.holdfast.buckia.sync.Action;
import dev.holdfast.buckia.sync.GuardException;
import dev.holdfast.buckia.sync.LocalFile;
import dev.holdfast.buckia.sync.SyncOptions;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Stops a plan that looks like an accident. */
final class Guards {
    private static final int FEW = 10;
    private static final String INBOUND = "inbound/";

    private final SyncOptions options;

    Guards(SyncOptions options) {
        this.options = options;
    }

    /** Throws a {@link GuardException} if the plan deletes too much. */
    void check(List<Action> plan, Collection<Known> known, Map<String, LocalFile> local) {
        long live = known.stream().filter(each -> !each.entry().deleted()).count();
        long remote = count(plan, Action.Kind.DELETE_REMOTE);
        // Applied batches go, be they ever so many.
        long batches = plan.stream()
                .filter(action -> action.kind() == Action.Kind.DELETE_REMOTE)
                .filter(action -> action.path().startsWith(INBOUND))
                .count();
        long here = count(plan, Action.Kind.DELETE_LOCAL);
        if (remote > 0 && local.isEmpty() && live > 0 && !passes(SyncOptions.Guard.EMPTY_ROOT)) {
            throw new GuardException(
                    SyncOptions.Guard.EMPTY_ROOT,
                    "the folder is empty, but had " + live + " files at the last sync: is its disk mounted? Nothing was"
                            + " changed. If they were deleted on purpose, sync with --accept empty-root");
        }
        long most = Math.max(remote - batches, here);
        if (most > FEW && most > options.deleteShareMax() * live && !passes(SyncOptions.Guard.DELETIONS)) {
            throw new GuardException(
                    SyncOptions.Guard.DELETIONS,
                    "this sync would delete " + remote + " objects in the bucket and " + here + " files here, of "
                            + live
                            + ", which is more than " + Math.round(options.deleteShareMax() * 100)
                            + " %. Nothing was changed. If that is right, sync with --accept deletions");
        }
    }

    /** Throws a {@link GuardException}: the bucket has lost all indexes. */
    void emptyBucket(String address) {
        if (!passes(SyncOptions.Guard.EMPTY_BUCKET)) {
            throw new GuardException(
                    SyncOptions.Guard.EMPTY_BUCKET,
                    address + " is empty, but this folder has been in step with it: was it emptied, or is it another"
                            + " bucket? Nothing was changed. To send everything again, sync with --accept empty-bucket");
        }
    }

    private boolean passes(SyncOptions.Guard guard) {
        return options.accepted().contains(guard);
    }

    private static long count(List<Action> plan, Action.Kind kind) {
        return plan.stream().filter(action -> action.kind() == kind).count();
    }
}
