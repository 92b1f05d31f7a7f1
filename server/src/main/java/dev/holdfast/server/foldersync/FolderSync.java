package dev.holdfast.server.foldersync;

import dev.holdfast.documents.folder.FolderFile;
import dev.holdfast.platform.Ids;
import dev.holdfast.server.client.HoldfastClient;
import dev.holdfast.server.client.Workspaces;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** One folder and one workspace, brought in step round by round. */
public final class FolderSync implements AutoCloseable {
    private static final int ROUNDS_MAX = 5;
    private static final DateTimeFormatter TRASH =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Folder folder;
    private final FolderState state;
    private final Tools tools;

    private FolderSync(Folder folder, FolderState state, Tools tools) {
        this.folder = folder;
        this.state = state;
        this.tools = tools;
    }

    /**
     * What a sync needs of its surroundings.
     *
     * @param device the name of this machine in conflict copies
     */
    public record Tools(Ids ids, InstantSource clock, String device) {}

    /**
     * What a round came to.
     *
     * @param done how often each kind of step was done
     * @param merged files that hold now what both sides changed
     * @param conflicts the conflict copies that were made
     * @param trouble files and documents that are not in step, with the reason
     * @param leftOut files that are no documents, which stay in this folder alone
     */
    public record Outcome(
            Map<String, Integer> done,
            List<String> merged,
            List<String> conflicts,
            Map<String, String> trouble,
            List<String> leftOut) {

        /** Whether nothing had to be done. */
        public boolean quiet() {
            return done.isEmpty() && trouble.isEmpty();
        }
    }

    /** Opens a folder for this run alone; needs no server. Throws {@code ClientFailure} when another run has it. */
    public static FolderSync open(Path path, Tools tools) throws IOException {
        Folder folder = Folder.open(path);
        try {
            return new FolderSync(folder, FolderState.read(folder.home().resolve("state.json")), tools);
        } catch (IOException | RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    /** The folder, without links. */
    public Path root() {
        return folder.root();
    }

    /** How many files wait to be brought in step, as far as one can tell without the server. */
    public int waiting() throws IOException {
        return plan(folder.scan(), tools.clock().instant()).size();
    }

    /**
     * Pulls, compares and does what is due, until nothing is. Throws {@code ClientFailure} when the server can't be reached.
     *
     * @param workspace the workspace's name or id, at the first time made when there is none; empty for the one that the folder is
     *     bound to, at the first time the one called like the folder
     */
    public Outcome run(HoldfastClient client, String workspace) throws IOException {
        UUID target = bound(client, workspace);
        WorkspacePull pull = new WorkspacePull(client, state, target, folder.home());
        DocumentPush push = new DocumentPush(client, target, tools.ids());
        Map<String, Integer> done = new TreeMap<>();
        List<String> merged = new ArrayList<>();
        List<String> conflicts = new ArrayList<>();
        Map<String, String> trouble = new TreeMap<>();
        List<String> leftOut = List.of();
        for (int round = 1; round <= ROUNDS_MAX; round++) {
            pull.run();
            state.confirmSent();
            Folder.Contents contents = folder.scan();
            Instant now = tools.clock().instant();
            Steps steps = new Steps(folder, state, pull, push, TRASH.format(now));
            steps.all(plan(contents, now));
            steps.done().forEach((kind, times) -> done.merge(kind, times, Integer::sum));
            merged.addAll(steps.merged());
            conflicts.addAll(steps.conflicts());
            trouble.clear();
            trouble.putAll(contents.unread());
            trouble.putAll(noText(contents));
            trouble.putAll(steps.undone());
            trouble.putAll(steps.trouble());
            leftOut = contents.others().stream()
                    .map(FolderFile::title)
                    .filter(title -> !trouble.containsKey(title))
                    .toList();
            if (steps.done().isEmpty()) {
                break;
            }
        }
        return new Outcome(done, List.copyOf(merged), List.copyOf(conflicts), new TreeMap<>(trouble), leftOut);
    }

    @Override
    public void close() throws IOException {
        folder.close();
    }

    private UUID bound(HoldfastClient client, String workspace) throws IOException {
        UUID known = state.workspace();
        boolean same = workspace.isEmpty()
                || workspace.equals(state.workspaceName())
                || workspace.equals(String.valueOf(known));
        if (known != null && same) {
            state.bind(client.server().toString(), known, state.workspaceName());
            return known;
        }
        String wanted = workspace.isEmpty() ? String.valueOf(folder.root().getFileName()) : workspace;
        Workspaces workspaces = new Workspaces(client);
        // A folder that is bound already will be refused, unless its workspace was renamed: nothing is made for that.
        Workspaces.Workspace target = known == null
                ? workspaces.namedOrNew(wanted)
                : workspaces.named(wanted).orElseThrow(() -> state.boundElsewhere("'" + wanted + "'"));
        state.bind(client.server().toString(), target.id(), target.name());
        state.write();
        return target.id();
    }

    private List<Action> plan(Folder.Contents contents, Instant now) {
        Map<String, String> local = new HashMap<>(contents.documents());
        Map<String, String> noText = noText(contents);
        state.agreed().values().forEach(base -> {
            // What can't be read is taken for unchanged, not for gone.
            if (contents.isUnread(base.path()) || noText.containsKey(base.path())) {
                local.putIfAbsent(base.path(), base.hash());
            }
        });
        return SyncPlan.of(
                state.agreed(), local, state.documents(), path -> FilePaths.conflict(path, tools.device(), now));
    }

    /** Files of documents that hold something now that no document can. */
    private Map<String, String> noText(Folder.Contents contents) {
        Map<String, String> found = new HashMap<>();
        state.agreed().values().forEach(base -> {
            if (contents.others().stream().anyMatch(file -> file.title().equals(base.path()))) {
                found.put(base.path(), "it is no text of at most 10 MB any more; its document stays as it was");
            }
        });
        return found;
    }
}
