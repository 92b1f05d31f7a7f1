package dev.holdfast.server.foldersync;

import dev.holdfast.documents.folder.Titles;
import dev.holdfast.server.transfer.Hashes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Does the steps of a plan and notes what was agreed on by each. A step that can't be done now is left to the next round. */
final class Steps {
    private static final String IN_THE_WAY =
            "something else is there, or it was changed just now; the next run looks again";

    private final Folder folder;
    private final FolderState state;
    private final WorkspacePull pull;
    private final DocumentPush push;
    private final String time;

    private final Map<String, Integer> done = new TreeMap<>();
    private final List<String> conflicts = new ArrayList<>();
    private final List<String> merged = new ArrayList<>();
    private final Map<String, String> trouble = new TreeMap<>();
    private final Map<String, String> undone = new TreeMap<>();
    private final List<Queued> queue = new ArrayList<>();
    private long queuedBytes;

    Steps(Folder folder, FolderState state, WorkspacePull pull, DocumentPush push, String time) {
        this.folder = folder;
        this.state = state;
        this.pull = pull;
        this.push = push;
        this.time = time;
    }

    private record Queued(Map<String, Object> mutation, String path, String kind, Runnable whenApplied) {}

    /** How often each kind of step was done. */
    Map<String, Integer> done() {
        return done;
    }

    List<String> conflicts() {
        return conflicts;
    }

    /** Files that hold now what both sides changed. */
    List<String> merged() {
        return merged;
    }

    /** What couldn't be done and won't be by itself. */
    Map<String, String> trouble() {
        return trouble;
    }

    /** What something was in the way of; the next round looks again. */
    Map<String, String> undone() {
        return undone;
    }

    void all(List<Action> actions) throws IOException {
        for (Action action : actions) {
            one(action);
            if (queue.size() >= DocumentPush.BATCH || queuedBytes >= DocumentPush.BATCH_BYTES) {
                flush();
            }
        }
        flush();
        state.write();
    }

    private void one(Action action) throws IOException {
        switch (action) {
            case Action.Upload upload -> upload(upload);
            case Action.Adopt adopt -> {
                state.agreed().put(adopt.id(), adopt.agreed());
                pull.taken(adopt.id());
                count("matched");
            }
            case Action.Update update -> update(update);
            case Action.Rename rename -> rename(rename);
            case Action.Download download -> download(download);
            case Action.Move move -> {
                if (folder.move(move.from(), move.agreed().path(), holds(move.from(), move.agreed()))) {
                    state.agreed().put(move.id(), move.agreed());
                    count("moved here");
                } else {
                    undone.put(
                            move.from(), "it can't be moved to " + move.agreed().path() + ": " + IN_THE_WAY);
                }
            }
            case Action.DeleteRemote delete ->
                queue(
                        push.mutation("delete", delete.id(), delete.base().hash(), Map.of()),
                        delete.base().path(),
                        "deleted there",
                        0,
                        () -> state.agreed().remove(delete.id()));
            case Action.DeleteLocal delete -> {
                if (folder.remove(delete.path(), delete.base().hash(), time)) {
                    state.agreed().remove(delete.id());
                    count("deleted here");
                } else {
                    undone.put(delete.path(), "it can't be deleted: " + IN_THE_WAY);
                }
            }
            case Action.SetAside aside -> {
                if (folder.move(aside.path(), aside.aside(), aside.hash())) {
                    conflicts.add(aside.aside());
                    count("changed on both sides");
                } else {
                    undone.put(aside.path(), "it can't be put aside: " + IN_THE_WAY);
                }
            }
            case Action.Merge merge -> merge(merge);
            case Action.Forget forget -> forget(forget);
        }
    }

    private void forget(Action.Forget forget) throws IOException {
        state.agreed().remove(forget.id());
        pull.taken(forget.id());
        count("forgotten");
    }

    /** A file may be moved whether or not its content was changed meanwhile: what it holds is what is asked of it. */
    private String holds(String path, Base agreed) throws IOException {
        return folder.text(path).map(Hashes::of).orElse(agreed.hash());
    }

    private void upload(Action.Upload upload) throws IOException {
        Optional<String> text = unchanged(upload.path(), upload.hash());
        if (text.isEmpty()) {
            return;
        }
        // A run that was cut off may have sent it already: the same id makes the same document, never two.
        FolderState.Sent before = state.sent().get(upload.path());
        UUID id = before == null ? push.newId() : before.id();
        Map<String, Object> data =
                Map.of("title", upload.path(), "content", text.get(), "contentType", Titles.contentType(upload.path()));
        queue(
                push.mutation("create", id, null, data),
                upload.path(),
                "created there",
                text.get().length(),
                () -> state.agreed().put(id, new Base(upload.path(), upload.path(), upload.hash())));
        state.sent().put(upload.path(), new FolderState.Sent(id, upload.hash()));
    }

    private void update(Action.Update update) throws IOException {
        Optional<String> text = unchanged(update.path(), update.hash());
        if (text.isPresent()) {
            queue(
                    push.mutation("update", update.id(), update.base().hash(), Map.of("content", text.get())),
                    update.path(),
                    "updated there",
                    text.get().length(),
                    () -> state.agreed().put(update.id(), update.base().with(update.hash())));
        }
    }

    private void merge(Action.Merge merge) throws IOException {
        // What was queued before may be about the same document.
        flush();
        Base base = merge.base();
        Optional<String> mine = unchanged(base.path(), merge.hash());
        if (mine.isEmpty()) {
            return;
        }
        Optional<String> joined = push.merge(merge.id(), base.hash(), mine.get());
        if (joined.isEmpty()) {
            one(new Action.SetAside(base.path(), merge.hash(), merge.aside()));
            one(new Action.Upload(merge.aside(), merge.hash()));
            one(new Action.Download(merge.id(), base.with(merge.there()), null));
        } else if (folder.write(base.path(), joined.get(), merge.hash())) {
            state.agreed().put(merge.id(), base.with(Hashes.of(joined.get())));
            pull.taken(merge.id());
            merged.add(base.path());
            count("changed on both sides and merged");
        } else {
            undone.put(base.path(), "what was merged can't be written: " + IN_THE_WAY);
        }
    }

    private void rename(Action.Rename rename) {
        queue(
                push.mutation("update", rename.id(), rename.base().hash(), Map.of("title", rename.path())),
                rename.path(),
                "renamed there",
                0,
                () -> state.agreed().put(rename.id(), rename.base().at(rename.path(), rename.path())));
    }

    private void download(Action.Download download) throws IOException {
        // What was queued before may be about the same document or file.
        flush();
        String content = pull.content(download.id(), download.agreed().hash());
        if (!Hashes.of(content).equals(download.agreed().hash())) {
            return; // It was written again meanwhile; the next pull brings it.
        }
        if (folder.write(download.agreed().path(), content, download.replaces())) {
            state.agreed().put(download.id(), download.agreed());
            pull.taken(download.id());
            count("written here");
        } else {
            undone.put(download.agreed().path(), "it can't be written: " + IN_THE_WAY);
        }
    }

    private Optional<String> unchanged(String path, String hash) throws IOException {
        return folder.text(path).filter(content -> Hashes.of(content).equals(hash));
    }

    private void queue(Map<String, Object> mutation, String path, String kind, long bytes, Runnable whenApplied) {
        queue.add(new Queued(mutation, path, kind, whenApplied));
        queuedBytes += bytes;
    }

    private void flush() throws IOException {
        if (queue.isEmpty()) {
            return;
        }
        state.write();
        List<DocumentPush.Result> results =
                push.send(queue.stream().map(Queued::mutation).toList());
        for (int at = 0; at < results.size(); at++) {
            Queued sent = queue.get(at);
            DocumentPush.Result result = results.get(at);
            if (result.applied()) {
                sent.whenApplied().run();
                state.sent().remove(sent.path());
                count(sent.kind());
            } else if (result.conflict()) {
                count("left to the next round");
            } else {
                trouble.put(sent.path(), result.reason());
                state.sent().remove(sent.path());
            }
        }
        queue.clear();
        queuedBytes = 0;
        state.write();
    }

    private void count(String kind) {
        done.merge(kind, 1, Integer::sum);
    }
}
