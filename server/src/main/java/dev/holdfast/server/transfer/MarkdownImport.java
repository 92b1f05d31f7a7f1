package dev.holdfast.server.transfer;

import dev.holdfast.documents.folder.FolderFile;
import dev.holdfast.documents.folder.FolderScan;
import dev.holdfast.platform.Ids;
import dev.holdfast.server.client.Answer;
import dev.holdfast.server.client.Attachments;
import dev.holdfast.server.client.ClientFailure;
import dev.holdfast.server.client.HoldfastClient;
import dev.holdfast.server.client.Workspaces;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import tools.jackson.databind.JsonNode;

/**
 * Brings a folder into a workspace. Text files become documents whose title is their path, other files attachments of the
 * document that {@link Holders} names. Given again, it sends what is missing and leaves what is there: ids follow from the
 * paths. A document that was changed in the workspace is left as it is, unless the folder is to win.
 */
public final class MarkdownImport {
    private static final int BATCH_DOCUMENTS = 200;
    private static final long BATCH_BYTES = 3L << 20;
    private static final int SENDERS = 4;
    private static final int NAME_LENGTH_MAX = 200;

    private final HoldfastClient client;
    private final Workspaces.Workspace workspace;
    private final Ids ids;
    private final boolean replace;
    private final Report report = new Report();
    private final Map<UUID, Known> known = new HashMap<>();

    /** @param replace whether a document that differs from its file gets the file's content */
    public MarkdownImport(HoldfastClient client, Workspaces.Workspace workspace, Ids ids, boolean replace) {
        this.client = client;
        this.workspace = workspace;
        this.ids = ids;
        this.replace = replace;
    }

    private record Known(String title, String etag) {}

    private record Text(UUID id, FolderFile file, String content, boolean update) {}

    /** Does it. Throws {@link ClientFailure} when the server can't be spoken to; what was sent by then stays. */
    public Report run(Path folder, PrintWriter out, boolean terminal) throws IOException {
        FolderScan scan = FolderScan.of(folder);
        scan.skipped().forEach(skipped -> report.skip(skipped.path(), skipped.reason()));
        new Workspaces(client)
                .each(
                        "api/workspaces/" + workspace.id() + "/documents",
                        item -> known.put(
                                UUID.fromString(item.path("id").asString("")),
                                new Known(
                                        item.path("title").asString(""),
                                        item.path("contentEtag").asString(""))));
        Progress progress =
                new Progress(out, terminal, "Importing " + folder, scan.files().size());
        List<FolderFile> others = documents(scan, progress);
        attachments(scan, others, progress);
        emptyFolders(scan.emptyFolders(), out);
        return report;
    }

    private void emptyFolders(List<String> paths, PrintWriter out) throws IOException {
        List<String> fit = new ArrayList<>();
        for (String path : paths) {
            if (path.length() > NAME_LENGTH_MAX) {
                report.fail(path, "its path is longer than " + NAME_LENGTH_MAX + " characters");
            } else {
                fit.add(path);
            }
        }
        if (fit.isEmpty()) {
            return;
        }
        try {
            new Archives(client).folders(workspace, fit, out);
            report.emptyFolders(fit.size());
        } catch (ClientFailure e) {
            if (e.unreachable()) {
                throw e;
            }
            fit.forEach(path -> report.fail(path, String.valueOf(e.getMessage())));
        }
    }

    /** Sends the documents, several batches at a time, and gives the files that are none. */
    private List<FolderFile> documents(FolderScan scan, Progress progress) throws IOException {
        List<FolderFile> others = new ArrayList<>();
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        Semaphore places = new Semaphore(SENDERS);
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Text> batch = new ArrayList<>();
            long bytes = 0;
            for (FolderFile file : scan.files()) {
                Optional<String> content = file.text();
                if (content.isEmpty()) {
                    others.add(file);
                    continue;
                }
                Optional<Text> text = due(file, content.get());
                if (text.isEmpty()) {
                    progress.add(1);
                    continue;
                }
                batch.add(text.get());
                bytes += file.sizeBytes();
                if (batch.size() == BATCH_DOCUMENTS || bytes >= BATCH_BYTES) {
                    sent.add(send(batch, senders, places, progress));
                    batch = new ArrayList<>();
                    bytes = 0;
                }
            }
            sent.add(send(batch, senders, places, progress));
            CompletableFuture.allOf(sent.toArray(CompletableFuture<?>[]::new)).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof ClientFailure failure ? failure : e;
        }
        return others;
    }

    /** What must be sent for a file; empty when nothing needs to. */
    private Optional<Text> due(FolderFile file, String content) {
        UUID id = DocumentIds.of(workspace.id(), file.title());
        Known there = known.get(id);
        if (there == null) {
            return Optional.of(new Text(id, file, content, false));
        }
        if (there.etag().equals(Hashes.of(content))) {
            report.unchanged();
            return Optional.empty();
        }
        if (!replace) {
            report.fail(file.title(), "the document differs from the file; --replace gives it the file's content");
            return Optional.empty();
        }
        return Optional.of(new Text(id, file, content, true));
    }

    private CompletableFuture<Void> send(
            List<Text> batch, ExecutorService senders, Semaphore places, Progress progress) {
        if (batch.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        // Reading waits for sending: only a few batches are ever held in memory.
        places.acquireUninterruptibly();
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        push(batch);
                        progress.add(batch.size());
                    } finally {
                        places.release();
                    }
                },
                senders);
    }

    private void push(List<Text> batch) {
        Map<String, Text> byMutation = new LinkedHashMap<>();
        List<Map<String, Object>> mutations = new ArrayList<>();
        for (Text text : batch) {
            String mutation = ids.next().toString();
            byMutation.put(mutation, text);
            mutations.add(mutation(mutation, text));
        }
        Answer answer =
                client.post("api/sync/push", Map.of("mutations", mutations)).orFail("The documents can't be sent");
        for (JsonNode result : answer.json().path("results")) {
            Text text = byMutation.remove(result.path("mutationId").asString(""));
            if (text != null) {
                note(text, result);
            }
        }
        byMutation.values().forEach(text -> report.fail(text.file().title(), "the server said nothing about it"));
    }

    private Map<String, Object> mutation(String mutation, Text text) {
        Map<String, Object> data = Map.of(
                "title",
                text.file().title(),
                "content",
                text.content(),
                "contentType",
                text.file().contentType());
        Map<String, Object> fields = new LinkedHashMap<>(Map.of(
                "mutationId",
                mutation,
                "entity",
                "document",
                "op",
                text.update() ? "update" : "create",
                "id",
                text.id().toString(),
                "spaceId",
                workspace.id().toString(),
                "data",
                data));
        Known there = known.get(text.id());
        if (text.update() && there != null) {
            fields.put("baseEtag", there.etag());
        }
        return fields;
    }

    private void note(Text text, JsonNode result) {
        String title = text.file().title();
        switch (result.path("status").asString("")) {
            case "applied" -> {
                if (text.update()) {
                    report.replaced();
                } else {
                    report.created();
                }
            }
            case "conflict" -> report.fail(title, "the document was changed in the workspace meanwhile");
            default -> {
                JsonNode problem = result.path("problem");
                boolean deleted = problem.path("code").asString("").equals("DELETED");
                report.fail(
                        title,
                        deleted
                                ? "the document lies in the trash; restore it there"
                                : problem.path("detail").asString("refused"));
            }
        }
    }

    private void attachments(FolderScan scan, List<FolderFile> others, Progress progress) throws IOException {
        if (others.isEmpty()) {
            return;
        }
        List<String> titles =
                new ArrayList<>(scan.files().stream().map(FolderFile::title).toList());
        titles.removeAll(others.stream().map(FolderFile::title).toList());
        Holders holders = new Holders(titles);
        Attachments attachments = new Attachments(client);
        Map<UUID, Map<String, Attachments.Attached>> there = new HashMap<>();
        for (FolderFile file : others) {
            Optional<String> holder = holders.of(file.title());
            if (holder.isEmpty()) {
                report.fail(file.title(), "it is no text, and there is no document that it could be attached to");
            } else if (file.title().length() > NAME_LENGTH_MAX) {
                report.fail(file.title(), "its path is longer than " + NAME_LENGTH_MAX + " characters");
            } else {
                attach(attachments, there, DocumentIds.of(workspace.id(), holder.get()), file);
            }
            progress.add(1);
        }
    }

    private void attach(
            Attachments attachments, Map<UUID, Map<String, Attachments.Attached>> there, UUID holder, FolderFile file)
            throws IOException {
        try {
            Attachments.Attached same =
                    there.computeIfAbsent(holder, attachments::of).get(file.title());
            if (same != null
                    && same.sizeBytes() == file.sizeBytes()
                    && same.sha256().equals(Hashes.of(file.path()))) {
                report.unchanged();
                return;
            }
            var unused = attachments.attach(holder, file.title(), file.path());
            report.attached();
        } catch (ClientFailure e) {
            if (e.unreachable()) {
                throw e;
            }
            report.fail(file.title(), String.valueOf(e.getMessage()));
        }
    }
}
