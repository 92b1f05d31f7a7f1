package dev.holdfast.server.transfer;

import dev.holdfast.documents.archive.Archive;
import dev.holdfast.documents.archive.ArchiveWriter;
import dev.holdfast.documents.archive.ArchivedAttachment;
import dev.holdfast.documents.archive.ArchivedDocument;
import dev.holdfast.server.client.Answer;
import dev.holdfast.server.client.Attachments;
import dev.holdfast.server.client.ClientFailure;
import dev.holdfast.server.client.HoldfastClient;
import dev.holdfast.server.client.Workspaces;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** Workspaces as zips (docs/formats/workspace-archive.md): the server's jobs write and read them, this fetches and brings. */
public final class Archives {
    private static final long LOOK_EVERY_MS = 300;
    private static final byte[] ZIP = {'P', 'K', 3, 4};

    private final HoldfastClient client;

    public Archives(HoldfastClient client) {
        this.client = client;
    }

    /** Writes a workspace into a file, which appears when it is whole. Never replaces a file. */
    public void takeOut(String workspace, Path file, PrintWriter out) throws IOException {
        if (Files.exists(file)) {
            throw new ClientFailure(file + " exists already; it was left as it is.");
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new ClientFailure("There is no folder " + folder + " to write " + file.getFileName() + " into.");
        }
        Workspaces.Workspace source = new Workspaces(client)
                .named(workspace)
                .orElseThrow(() -> new ClientFailure("There is no workspace called '" + workspace + "'."));
        JsonNode started = client.post("api/workspaces/" + source.id() + "/exports", Map.of())
                .orFail("The export can't be started")
                .json();
        JsonNode result = finished(started.path("jobId").asString(""), "Exporting " + source.name(), out);
        Path part = file.resolveSibling(file.getFileName() + ".part");
        client.download(result.path("url").asString("").replaceFirst("^/", ""), part);
        String expected = result.path("sha256").asString("");
        if (!expected.isEmpty() && !expected.equals(Hashes.of(part))) {
            throw new ClientFailure("The archive arrived damaged; what came lies in " + part + ".");
        }
        try {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException e) {
            throw new ClientFailure(file + " exists already; the archive lies in " + part + ".", e);
        }
        out.println("Wrote " + file + " (" + Files.size(file) + " bytes).");
    }

    /** Makes a workspace of an archive. */
    public void bringIn(Path file, String workspace, PrintWriter out) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new ClientFailure("There is no file " + file + ".");
        }
        if (!isZip(file)) {
            throw new ClientFailure(file + " is no zip.");
        }
        Workspaces.Workspace target = new Workspaces(client).namedOrNew(workspace);
        UUID upload = new Attachments(client).backUp(String.valueOf(file.getFileName()), file);
        Answer started =
                client.post("api/workspaces/" + target.id() + "/imports", Map.of("uploadId", upload.toString()));
        JsonNode result = finished(
                started.orFail("The import can't be started")
                        .json()
                        .path("jobId")
                        .asString(""),
                "Importing " + file.getFileName(),
                out);
        out.println("Imported " + file + " into '" + target.name() + "': " + number(result, "documents") + ", "
                + number(result, "versions") + ", " + number(result, "attachments") + "; "
                + result.path("unchanged").asInt(0)
                + " records were there already.");
    }

    /** Makes empty folders in a workspace, as an archive that holds nothing else: no other way leads there. */
    void folders(Workspaces.Workspace target, List<String> paths, PrintWriter out) throws IOException {
        Path file = Files.createTempFile("holdfast-folders", ".zip");
        try {
            try (OutputStream zip = new BufferedOutputStream(Files.newOutputStream(file))) {
                ArchiveWriter.write(
                        Archive.of(target.name(), List.of(), List.of(), paths), new ContentsOfNothing(), zip);
            }
            UUID upload = new Attachments(client).backUp("empty folders.zip", file);
            Answer started =
                    client.post("api/workspaces/" + target.id() + "/imports", Map.of("uploadId", upload.toString()));
            var unused = finished(
                    started.orFail("The empty folders can't be made")
                            .json()
                            .path("jobId")
                            .asString(""),
                    "Making empty folders",
                    out);
            var unusedAnswer = client.delete("api/uploads/" + upload, Map.of())
                    .orFail("What was sent for the empty folders can't be removed");
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static final class ContentsOfNothing implements ArchiveWriter.Source {
        @Override
        public String text(ArchivedDocument document, String etag) {
            throw new IllegalStateException("there are no documents");
        }

        @Override
        public InputStream bytes(ArchivedAttachment attachment) {
            throw new IllegalStateException("there are no attachments");
        }
    }

    private static boolean isZip(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(ZIP.length), ZIP);
        }
    }

    private static String number(JsonNode counts, String what) {
        return counts.path(what).asInt(0) + " " + what;
    }

    private JsonNode finished(String job, String what, PrintWriter out) {
        Progress progress = Progress.ofPercent(out, what);
        int shown = 0;
        while (true) {
            JsonNode state = client.get("api/jobs/" + job).orFail(what).json();
            int percent = state.path("progressPct").asInt(0);
            progress.add(Math.max(0, percent - shown));
            shown = Math.max(shown, percent);
            switch (state.path("status").asString("")) {
                case "completed" -> {
                    return state.path("result");
                }
                case "failed", "canceled" ->
                    throw new ClientFailure(what + " failed: "
                            + state.path("result")
                                    .path("error")
                                    .asString("it was canceled")
                                    .replaceFirst("^[A-Z_]+: (uploadId: )?", ""));
                default -> pause();
            }
        }
    }

    private static void pause() {
        try {
            var unused = new CountDownLatch(1).await(LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientFailure("interrupted", e);
        }
    }
}
