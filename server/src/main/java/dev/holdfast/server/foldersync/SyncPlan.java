package dev.holdfast.server.foldersync;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Decides what must be done so that a folder and a workspace agree, from what each holds and what they last agreed on. Pure:
 * the same in gives the same out. No content that only one side has ever goes: what one side deleted while the other
 * changed it comes back, and what both changed is joined, or stays twice, the folder's as a conflict copy.
 */
final class SyncPlan {
    private final Map<UUID, Base> bases;
    private final Map<String, String> local;
    private final Map<UUID, Remote> remote;
    private final UnaryOperator<String> conflictName;

    private final List<Action> actions = new ArrayList<>();
    private final Map<UUID, String> movedTo = new HashMap<>();
    private final Set<String> claimed = new HashSet<>();
    private final Set<String> taken = new HashSet<>();
    private final Set<String> folders = new HashSet<>();

    private SyncPlan(
            Map<UUID, Base> bases,
            Map<String, String> local,
            Map<UUID, Remote> remote,
            UnaryOperator<String> conflictName) {
        this.bases = new TreeMap<>(bases);
        this.local = new TreeMap<>(local);
        this.remote = new TreeMap<>(remote);
        this.conflictName = conflictName;
    }

    /**
     * The steps, in the order in which they can be done.
     *
     * @param bases what was last agreed on, by document
     * @param local the hashes of the folder's files, by path
     * @param remote what the workspace holds, by document
     * @param conflictName the name of a conflict copy, from the file's
     */
    static List<Action> of(
            Map<UUID, Base> bases,
            Map<String, String> local,
            Map<UUID, Remote> remote,
            UnaryOperator<String> conflictName) {
        return new SyncPlan(bases, local, remote, conflictName).actions();
    }

    private List<Action> actions() {
        local.keySet().forEach(this::take);
        bases.values().forEach(base -> take(base.path()));
        bases.values().forEach(base -> claimed.add(base.path()));
        findMoves();
        bases.forEach(this::known);
        Map<String, Deque<UUID>> unknown = new HashMap<>();
        remote.forEach((id, there) -> {
            if (!bases.containsKey(id)) {
                unknown.computeIfAbsent(there.title(), title -> new ArrayDeque<>())
                        .add(id);
            }
        });
        local.forEach((path, hash) -> {
            if (!claimed.contains(path)) {
                newFile(path, hash, unknown.get(path));
            }
        });
        unknown.values().forEach(ids -> ids.forEach(this::newDocument));
        return List.copyOf(actions);
    }

    /** A file that is gone and a new one with what it held are one file that moved. */
    private void findMoves() {
        Map<String, Deque<String>> arrivals = new HashMap<>();
        local.forEach((path, hash) -> {
            if (!claimed.contains(path)) {
                arrivals.computeIfAbsent(hash, each -> new ArrayDeque<>()).add(path);
            }
        });
        bases.forEach((id, base) -> {
            Deque<String> candidates = arrivals.get(base.hash());
            if (remote.containsKey(id)
                    && !local.containsKey(base.path())
                    && candidates != null
                    && !candidates.isEmpty()) {
                String path = candidates.removeFirst();
                movedTo.put(id, path);
                claimed.add(path);
            }
        });
    }

    private void known(UUID id, Base base) {
        String moved = movedTo.get(id);
        String path = moved == null ? base.path() : moved;
        String here = local.get(path);
        Remote there = remote.get(id);
        if (here == null) {
            goneHere(id, base, there);
        } else if (there == null) {
            goneThere(id, base, path, here);
        } else if (moved != null && there.title().equals(base.title())) {
            actions.add(new Action.Rename(id, base, path));
            content(id, base.at(path, path), here, there);
        } else {
            content(id, relocated(id, base, path, there), here, there);
        }
    }

    private void goneHere(UUID id, Base base, @Nullable Remote there) {
        if (there == null) {
            actions.add(new Action.Forget(id));
        } else if (there.hash().equals(base.hash()) && there.title().equals(base.title())) {
            actions.add(new Action.DeleteRemote(id, base));
        } else {
            String path = there.title().equals(base.title()) ? base.path() : free(FilePaths.of(there));
            actions.add(new Action.Download(id, new Base(path, there.title(), there.hash()), null));
        }
    }

    private void goneThere(UUID id, Base base, String path, String here) {
        if (here.equals(base.hash())) {
            actions.add(new Action.DeleteLocal(id, base, path));
        } else {
            actions.add(new Action.Forget(id));
            actions.add(new Action.Upload(path, here));
        }
    }

    /** The base at the place that the workspace's title gives it, moving the file there where it isn't. */
    private Base relocated(UUID id, Base base, String path, Remote there) {
        if (there.title().equals(base.title())) {
            return base.at(path, base.title());
        }
        if (FilePaths.of(there).equals(path)) {
            // Both sides gave it the same name, or the answer to our renaming was lost.
            Base agreed = base.at(path, there.title());
            actions.add(new Action.Adopt(id, agreed));
            return agreed;
        }
        String target = free(FilePaths.of(there));
        Base agreed = base.at(target, there.title());
        actions.add(new Action.Move(id, path, agreed));
        return agreed;
    }

    private void content(UUID id, Base base, String here, Remote there) {
        boolean changedHere = !here.equals(base.hash());
        boolean changedThere = !there.hash().equals(base.hash());
        if (changedHere && !changedThere) {
            actions.add(new Action.Update(id, base, base.path(), here));
        } else if (!changedHere && changedThere) {
            actions.add(new Action.Download(id, base.with(there.hash()), here));
        } else if (changedHere && here.equals(there.hash())) {
            actions.add(new Action.Adopt(id, base.with(here)));
        } else if (changedHere) {
            actions.add(new Action.Merge(id, base, here, there.hash(), free(conflictName.apply(base.path()))));
        }
    }

    private void newFile(String path, String hash, @Nullable Deque<UUID> sameTitle) {
        if (sameTitle == null || sameTitle.isEmpty()) {
            actions.add(new Action.Upload(path, hash));
            return;
        }
        UUID id = sameTitle.stream()
                .filter(each -> Objects.requireNonNull(remote.get(each)).hash().equals(hash))
                .findFirst()
                .orElse(sameTitle.getFirst());
        sameTitle.remove(id);
        Remote there = Objects.requireNonNull(remote.get(id));
        Base agreed = new Base(path, there.title(), there.hash());
        if (there.hash().equals(hash)) {
            actions.add(new Action.Adopt(id, agreed));
        } else {
            setAside(path, hash);
            actions.add(new Action.Download(id, agreed, null));
        }
    }

    private void newDocument(UUID id) {
        Remote there = Objects.requireNonNull(remote.get(id));
        actions.add(new Action.Download(id, new Base(free(FilePaths.of(there)), there.title(), there.hash()), null));
    }

    private void setAside(String path, String hash) {
        String aside = free(conflictName.apply(path));
        actions.add(new Action.SetAside(path, hash, aside));
        actions.add(new Action.Upload(aside, hash));
    }

    /** The path, or the first numbered one that nobody has; taken from now on. A folder that is a file already is numbered too. */
    private String free(String path) {
        StringBuilder above = new StringBuilder();
        String[] segments = path.split("/", -1);
        for (int at = 0; at < segments.length - 1; at++) {
            String folder = numbered(above + segments[at], taken::contains);
            above.setLength(0);
            above.append(folder).append('/');
        }
        String free =
                numbered(above + segments[segments.length - 1], each -> taken.contains(each) || folders.contains(each));
        take(free);
        return free;
    }

    private static String numbered(String path, Predicate<String> isTaken) {
        String free = path;
        for (int number = 2; isTaken.test(free); number++) {
            free = FilePaths.numbered(path, number);
        }
        return free;
    }

    private void take(String path) {
        taken.add(path);
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            folders.add(path.substring(0, slash));
        }
    }
}
