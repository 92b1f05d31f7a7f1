package dev.holdfast.documents.transfer;

import dev.holdfast.documents.WorkspaceRole.Permission;
import dev.holdfast.documents.archive.Archive;
import dev.holdfast.documents.archive.ArchiveReader;
import dev.holdfast.documents.archive.ArchivedAttachment;
import dev.holdfast.documents.archive.ArchivedDocument;
import dev.holdfast.documents.archive.ArchivedVersion;
import dev.holdfast.documents.document.Documents;
import dev.holdfast.documents.workspace.Workspaces;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.blobs.BlobOwner;
import dev.holdfast.platform.blobs.Blobs;
import dev.holdfast.platform.blobs.UploadRequest;
import dev.holdfast.platform.db.Change;
import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.jobs.JobContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * One run of an import. Each record keeps its id where that is free, or gets one that follows from the workspace and the old id: so the
 * same archive again finds what is there, and a run that goes on after a crash repeats nothing.
 */
final class ArchiveImport implements ArchiveReader.Sink {
    private static final Pattern MEDIA_TYPE = Pattern.compile("[a-z0-9!#$&^_.+-]{1,60}/[a-z0-9!#$&^_.+-]{1,60}");
    private static final String BYTES = "application/octet-stream";
    private static final int FILE_NAME_LENGTH_MAX = 200;
    private static final int BATCH = 200;
    private static final int BATCH_CHARACTERS = 4 << 20;
    private static final int PROGRESS_STEP = 50;

    private final JobContext job;
    private final UUID workspace;
    private final Workspaces workspaces;
    private final ImportStore store;
    private final Blobs blobs;
    private final Map<UUID, UUID> documents = new HashMap<>();
    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private final Map<String, List<Owned>> versions = new HashMap<>();
    private final List<Piece> waiting = new ArrayList<>();
    private long waitingCharacters;
    private int entries;
    private int seen;

    ArchiveImport(JobContext job, UUID workspace, Workspaces workspaces, ImportStore store, Blobs blobs) {
        this.job = job;
        this.workspace = workspace;
        this.workspaces = workspaces;
        this.store = store;
        this.blobs = blobs;
        List.of("documents", "versions", "attachments", "folders", "unchanged").forEach(name -> counts.put(name, 0));
    }

    private record Owned(UUID document, ArchivedVersion version) {}

    /** Something to be written with others in one step; may be done again when the step fails. */
    private interface Piece {

        /** Writes it and adds to the counts. */
        void write(Tx tx, Map<String, Integer> done);
    }

    /** What was written, by kind, and what was there already. */
    Map<String, Integer> counts() {
        return counts;
    }

    @Override
    public void manifest(Archive manifest) {
        entries = manifest.documents().size() + manifest.attachments().size();
        for (ArchivedDocument document : manifest.documents()) {
            for (ArchivedVersion version : document.versions()) {
                versions.computeIfAbsent(version.etag(), etag -> new ArrayList<>())
                        .add(new Owned(document.id(), version));
            }
        }
        entries += versions.size();
        job.stepAsOwner(tx -> {
            workspaces.require(tx, workspace, Permission.WRITE);
            store.folders(workspace, manifest.folders());
            return workspace;
        });
        counts.put("folders", manifest.folders().size());
    }

    @Override
    public void document(ArchivedDocument document, String content) {
        add((tx, done) -> write(tx, document, content, done), content);
    }

    @Override
    public void version(String etag, String content) {
        add(
                (tx, done) -> {
                    for (Owned owned : versions.getOrDefault(etag, List.of())) {
                        UUID document = documents.get(owned.document());
                        if (document != null) {
                            store.content(workspace, document, etag, content, tx.now());
                            done.merge("versions", insert(document, owned.version()) ? 1 : 0, Integer::sum);
                        }
                    }
                },
                content);
    }

    /** Writes what still waits; comes when the archive has been read. */
    void end() {
        if (waiting.isEmpty()) {
            return;
        }
        Map<String, Integer> written = job.stepAsOwner(tx -> {
            workspaces.require(tx, workspace, Permission.WRITE);
            Map<String, Integer> done = new HashMap<>();
            waiting.forEach(piece -> piece.write(tx, done));
            return done;
        });
        written.forEach((what, more) -> counts.merge(what, more, Integer::sum));
        seen += waiting.size();
        waiting.clear();
        waitingCharacters = 0;
        job.step(tx -> progress(tx));
    }

    @Override
    public void attachment(ArchivedAttachment attachment, InputStream bytes) throws IOException {
        end();
        UUID document = attachment.documentId() == null ? null : documents.get(attachment.documentId());
        ImportStore.Place place = new ImportStore.Place(attachment.id(), workspace, document);
        UUID id = job.stepAsOwner(tx -> {
            workspaces.require(tx, workspace, Permission.WRITE);
            return candidates(attachment.id()).stream()
                            .anyMatch(candidate -> store.isThere(candidate, workspace, document, attachment))
                    ? null
                    : attachment.id();
        });
        if (id == null) {
            count("unchanged");
            return;
        }
        Path file = Files.createTempFile("holdfast-import", ".bin");
        try {
            Files.copy(bytes, file, StandardCopyOption.REPLACE_EXISTING);
            UploadRequest request = new UploadRequest(
                    fileName(attachment.name()),
                    mediaType(attachment.contentType()),
                    Documents.ATTACHMENT,
                    null,
                    Map.of());
            blobs.deposit(job, BlobOwner.space(workspace), request, file, (tx, blob) -> {
                ImportStore.Place free = free(place);
                store.insert(free, attachment, blob, job.account());
                tx.mark(Change.upsert(workspace, Documents.ATTACHMENT, free.id(), blob.digest()));
            });
        } finally {
            Files.deleteIfExists(file);
        }
        count("attachments");
    }

    private void add(Piece piece, String content) {
        waiting.add(piece);
        waitingCharacters += content.length();
        if (waiting.size() == BATCH || waitingCharacters >= BATCH_CHARACTERS) {
            end();
        }
    }

    private void write(Tx tx, ArchivedDocument document, String content, Map<String, Integer> done) {
        for (UUID id : candidates(document.id())) {
            boolean added =
                    store.insert(id, workspace, document, content, tx.actor().account());
            if (added) {
                tx.mark(Change.upsert(workspace, Documents.ENTITY, id, document.etag()));
            }
            if (added || store.isThere(id, workspace, document)) {
                documents.put(document.id(), id);
                done.merge(added ? "documents" : "unchanged", 1, Integer::sum);
                return;
            }
        }
        throw taken(document.id());
    }

    private boolean insert(UUID document, ArchivedVersion version) {
        for (UUID id : candidates(version.id())) {
            if (store.insert(id, workspace, document, version)) {
                return true;
            }
            if (store.isThere(id, document, version)) {
                return false;
            }
        }
        throw taken(version.id());
    }

    private ImportStore.Place free(ImportStore.Place place) {
        for (UUID id : candidates(place.id())) {
            if (!store.isTaken(id)) {
                return new ImportStore.Place(id, place.workspace(), place.document());
            }
        }
        throw taken(place.id());
    }

    /** The id itself, one that is the workspace's own, and one that is this job's own. */
    private List<UUID> candidates(UUID id) {
        return List.of(id, derived(workspace, id), derived(job.id(), id));
    }

    private static UUID derived(UUID from, UUID id) {
        return UUID.nameUUIDFromBytes((from + "/" + id).getBytes(StandardCharsets.UTF_8));
    }

    private static Problem taken(UUID id) {
        return Problem.invalid("uploadId", "holds a record " + id + " that can't be given an id");
    }

    private static String fileName(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1).replaceAll("\\p{Cntrl}", " ");
        String cut = name.length() > FILE_NAME_LENGTH_MAX ? name.substring(name.length() - FILE_NAME_LENGTH_MAX) : name;
        return cut.isBlank() ? "file" : cut;
    }

    private static String mediaType(String type) {
        return MEDIA_TYPE.matcher(type).matches() ? type : BYTES;
    }

    private void count(String what) {
        counts.merge(what, 1, Integer::sum);
        seen++;
        if (seen % PROGRESS_STEP == 0) {
            job.step(tx -> progress(tx));
        }
    }

    private int progress(Tx tx) {
        job.progress(tx, Math.min(99, seen * 100 / Math.max(1, entries)), counts);
        return seen;
    }
}
