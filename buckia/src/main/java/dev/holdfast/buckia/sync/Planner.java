package dev.holdfast.buckia.sync;

import dev.holdfast.buckia.index.Entry;
import dev.holdfast.buckia.index.Heads;
import dev.holdfast.buckia.index.VersionVector;
import dev.holdfast.buckia.state.Known;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides what to do: a pure function of what both sides last had in common, what is here, and what the bucket has.
 *
 * <p>One path at a time: the side that changed since then goes to the other; if both did, and differently, the policy
 * decides. A change beats a deletion. Then pairs of a new and a deleted path with the same content become moves.
 */
public final class Planner {
    private final Rules rules;

    /** A planner for one sync. */
    public Planner(Rules rules) {
        this.rules = rules;
    }

    /**
     * The plan.
     *
     * @param base by path, what is known since the last sync
     * @param local by path, the files here
     * @param remote by path, the bucket's latest versions; this device's own are among them
     */
    public List<Action> plan(Map<String, Known> base, Map<String, LocalFile> local, Map<String, Heads> remote) {
        var actions = new ArrayList<Action>();
        Consumer<String> decision = path -> {
            var action = decide(path, base.get(path), local.get(path), remote.get(path));
            if (action != null) {
                actions.add(action);
            }
        };
        // Each path once, without a set of all: there may be millions.
        base.keySet().forEach(decision);
        local.keySet().stream().filter(path -> !base.containsKey(path)).forEach(decision);
        remote.keySet().stream()
                .filter(path -> !base.containsKey(path) && !local.containsKey(path))
                .forEach(decision);
        actions.sort(Comparator.comparing(Action::path, Entry.PATH_ORDER));
        return moves(actions, base);
    }

    private @Nullable Action decide(
            String path, @Nullable Known base, @Nullable LocalFile local, @Nullable Heads heads) {
        if (heads == null) {
            if (local != null) {
                var seen = base == null ? VersionVector.NONE : base.entry().version();
                return new Action(Action.Kind.UPLOAD, path, local, null, seen.next(rules.device()), "");
            }
            return base == null ? null : new Action(Action.Kind.FORGET, path, null, null, VersionVector.NONE, "");
        }
        var remote = heads.winner();
        if (remote.deleted()) {
            return remoteGone(path, base, local, remote);
        }
        return local == null ? localGone(path, base, remote) : bothThere(path, base, local, heads);
    }

    /** The bucket says that the file is gone. */
    private @Nullable Action remoteGone(String path, @Nullable Known base, @Nullable LocalFile local, Entry remote) {
        if (local == null) {
            boolean settled = base == null
                    || base.entry().deleted() && base.entry().version().equals(remote.version());
            return settled ? null : new Action(Action.Kind.FORGET, path, null, remote, remote.version(), "");
        }
        if (base != null
                && !base.entry().deleted()
                && sameContent(local, base.entry())
                && remote.version().covers(base.entry().version())) {
            var kind = rules.deleteOrphaned() ? Action.Kind.DELETE_LOCAL : Action.Kind.HOLD;
            return new Action(kind, path, local, remote, remote.version(), "");
        }
        return upload(path, base, local, remote);
    }

    /** The bucket has it, this side doesn't. */
    private Action localGone(String path, @Nullable Known base, Entry remote) {
        if (base != null && !base.entry().deleted() && base.entry().version().covers(remote.version())) {
            if (!rules.deleteOrphaned()) {
                return new Action(Action.Kind.HOLD, path, null, remote, remote.version(), "");
            }
            var version = remote.version().join(base.entry().version()).next(rules.device());
            return new Action(Action.Kind.DELETE_REMOTE, path, null, remote, version, "");
        }
        return new Action(Action.Kind.DOWNLOAD, path, null, remote, remote.version(), "");
    }

    private @Nullable Action bothThere(String path, @Nullable Known base, LocalFile local, Heads heads) {
        var remote = heads.winner();
        if (sameContent(local, remote)) {
            if (heads.contested() && remote.isPlain()) {
                // Two devices wrote to this key: make sure that what lies there is what all agree on.
                return upload(path, base, local, remote);
            }
            if (remote.isPlain() && !local.carrier().isEmpty() && rules.hidden().test(path)) {
                // It was sent before the path was to be hidden.
                return upload(path, base, local, remote);
            }
            boolean known = base != null
                    && base.entry().version().equals(remote.version())
                    && base.entry().sameContent(remote)
                    && base.stamp().equals(local.stamp());
            return known ? null : new Action(Action.Kind.ADOPT, path, local, remote, remote.version(), "");
        }
        if (base != null && !base.entry().deleted()) {
            var order = base.entry().version().compare(remote.version());
            boolean changed = !sameContent(local, base.entry());
            if (!changed && order != VersionVector.Order.CONCURRENT) {
                return new Action(Action.Kind.DOWNLOAD, path, local, remote, remote.version(), "");
            }
            if (changed && base.entry().version().covers(remote.version())) {
                return upload(path, base, local, remote);
            }
        }
        return switch (rules.policy(path)) {
            case LOCAL_WINS -> upload(path, base, local, remote);
            case REMOTE_WINS -> new Action(Action.Kind.DOWNLOAD, path, local, remote, remote.version(), "");
            case KEEP_BOTH ->
                new Action(Action.Kind.KEEP_BOTH, path, local, remote, remote.version(), rules.copyName(path));
        };
    }

    private Action upload(String path, @Nullable Known base, LocalFile local, Entry remote) {
        var seen = base == null
                ? remote.version()
                : remote.version().join(base.entry().version());
        return new Action(Action.Kind.UPLOAD, path, local, remote, seen.next(rules.device()), "");
    }

    /** Turns uploads and downloads of what lies under a deleted path already into copies and moves. */
    private List<Action> moves(List<Action> actions, Map<String, Known> base) {
        Map<String, String> leaving = new HashMap<>();
        Map<String, String> leavingHere = new HashMap<>();
        for (var each : actions) {
            var known = base.get(each.path());
            if (each.kind() == Action.Kind.DELETE_REMOTE
                    && each.remote() != null
                    && each.remote().isPlain()) {
                leaving.putIfAbsent(
                        content(each.remote().sha256(), each.remote().size()), each.path());
            } else if (each.kind() == Action.Kind.DELETE_LOCAL && known != null) {
                leavingHere.putIfAbsent(
                        content(known.entry().sha256(), known.entry().size()), each.path());
            }
        }
        if (leaving.isEmpty() && leavingHere.isEmpty()) {
            return actions;
        }
        return actions.stream().map(each -> moved(each, leaving, leavingHere)).toList();
    }

    private Action moved(Action each, Map<String, String> leaving, Map<String, String> leavingHere) {
        var local = each.local();
        var remote = each.remote();
        if (each.kind() == Action.Kind.UPLOAD
                && local != null
                && local.carrier().isEmpty()
                && rules.serverCopy()) {
            var from = remote == null || remote.deleted() ? leaving.get(content(local.sha256(), local.size())) : null;
            return from == null ? each : each.via(Action.Kind.COPY_REMOTE, from);
        }
        if (each.kind() == Action.Kind.DOWNLOAD
                && local == null
                && remote != null
                && !remote.sha256().isEmpty()) {
            var from = leavingHere.remove(content(remote.sha256(), remote.size()));
            return from == null ? each : each.via(Action.Kind.MOVE_LOCAL, from);
        }
        return each;
    }

    private static boolean sameContent(LocalFile local, Entry entry) {
        return !entry.deleted()
                && local.size() == entry.size()
                && local.sha256().equals(entry.sha256());
    }

    private static String content(String sha256, long size) {
        return sha256 + ":" + size;
    }
}
