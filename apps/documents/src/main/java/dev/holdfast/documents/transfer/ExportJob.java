package dev.holdfast.documents.transfer;

import dev.holdfast.documents.WorkspaceRole.Permission;
import dev.holdfast.documents.archive.Archive;
import dev.holdfast.documents.archive.ArchiveLimits;
import dev.holdfast.documents.archive.ArchiveWriter;
import dev.holdfast.documents.archive.ArchivedAttachment;
import dev.holdfast.documents.archive.ArchivedDocument;
import dev.holdfast.documents.workspace.Workspaces;
import dev.holdfast.platform.Ids;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.blobs.Blob;
import dev.holdfast.platform.blobs.BlobOwner;
import dev.holdfast.platform.blobs.Blobs;
import dev.holdfast.platform.blobs.UploadRequest;
import dev.holdfast.platform.jobs.JobContext;
import dev.holdfast.platform.jobs.JobHandler;
import dev.holdfast.platform.spaces.Space;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Writes a workspace's archive and keeps it for whoever asked, against their own quota, for a day. */
@Component
final class ExportJob implements JobHandler {
    static final String KIND = "export-workspace";
    static final Duration KEPT = Duration.ofDays(1);

    private static final String SCOPE = "export";
    private static final String TYPE = "application/zip";
    private static final int TOKEN_BYTES = 32;
    private static final int NAME_LENGTH_MAX = 150;
    private static final int AHEAD = 200;
    private static final long AHEAD_BYTES = 4L << 20;

    private final Workspaces workspaces;
    private final ExportStore store;
    private final Blobs blobs;
    private final Ids ids;

    ExportJob(Workspaces workspaces, ExportStore store, Blobs blobs, Ids ids) {
        this.workspaces = workspaces;
        this.store = store;
        this.blobs = blobs;
        this.ids = ids;
    }

    /** What the job is told; {@code origin} is where people reach this server. */
    record Payload(UUID workspaceId, String origin) {}

    /** What its owner is told. */
    record Result(String url, String contentType, long sizeBytes, String sha256, Instant expiresAt) {}

    private record Found(Archive archive, Map<UUID, UUID> blobs) {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Object run(JobContext job) throws IOException {
        Payload payload = job.payload(Payload.class);
        Found found = find(job, payload.workspaceId());
        Path file = Files.createTempFile("holdfast-export", ".zip");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
                ArchiveWriter.write(found.archive(), new Contents(job, found), out);
            }
            return keep(job, payload, found.archive().workspace(), file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private Found find(JobContext job, UUID workspace) {
        int most = ArchiveLimits.DEFAULT.entriesMax();
        return job.stepAsOwner(tx -> {
            Space space = workspaces.require(tx, workspace, Permission.READ);
            List<ArchivedDocument> documents = store.documents(workspace, most);
            ExportStore.Files files = store.files(workspace, most);
            long entries = 1L
                    + documents.size()
                    + files.attachments().size()
                    + documents.stream()
                            .flatMap(d -> d.versions().stream())
                            .map(v -> v.etag())
                            .distinct()
                            .count();
            if (entries > most) {
                throw Problem.invalid("workspace", "has more than the " + most + " entries that an archive can hold");
            }
            return new Found(
                    Archive.of(space.name(), documents, files.attachments(), store.emptyFolders(workspace)),
                    files.blobs());
        });
    }

    private Result keep(JobContext job, Payload payload, String workspace, Path file) {
        UUID account = Objects.requireNonNull(job.account());
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(ids.secret(TOKEN_BYTES));
        Instant[] expires = new Instant[1];
        Blob blob = blobs.deposit(
                job,
                BlobOwner.account(account),
                new UploadRequest(fileName(workspace), TYPE, SCOPE, null, Map.of()),
                file,
                (tx, stored) -> {
                    expires[0] = tx.now().plus(KEPT);
                    store.insert(ids.next(), account, stored.id(), Transfers.hash(token), tx.now(), expires[0]);
                });
        return new Result(
                payload.origin() + TransferController.DOWNLOAD + token, TYPE, blob.size(), blob.digest(), expires[0]);
    }

    private static String fileName(String workspace) {
        String name = workspace.replaceAll("[\\p{Cntrl}/\\\\]+", " ").strip();
        return (name.isEmpty() ? "workspace" : name.substring(0, Math.min(name.length(), NAME_LENGTH_MAX))) + ".zip";
    }

    /** Texts and bytes, each as it was when the manifest was read: old contents are kept by their etag. */
    private final class Contents implements ArchiveWriter.Source {
        private final JobContext job;
        private final Map<UUID, UUID> blobOf;
        private final List<ExportStore.Wanted> inOrder = new ArrayList<>();
        private final Map<ExportStore.Wanted, String> ahead = new HashMap<>();
        private int at;

        Contents(JobContext job, Found found) {
            this.job = job;
            this.blobOf = found.blobs();
            found.archive().documents().forEach(each -> inOrder.add(new ExportStore.Wanted(each.id(), each.etag())));
            found.archive()
                    .versionOwners()
                    .forEach((etag, owner) -> inOrder.add(new ExportStore.Wanted(owner.id(), etag)));
        }

        /** The writer asks in the archive's order, so some are read ahead. */
        @Override
        public String text(ArchivedDocument document, String etag) {
            ExportStore.Wanted wanted = new ExportStore.Wanted(document.id(), etag);
            if (!ahead.containsKey(wanted)) {
                List<ExportStore.Wanted> next = inOrder.subList(at, Math.min(inOrder.size(), at + AHEAD));
                job.step(tx -> store.texts(next, AHEAD_BYTES))
                        .forEach((place, content) -> ahead.put(next.get(place), content));
            }
            at++;
            return Optional.ofNullable(ahead.remove(wanted)).orElseThrow(() -> Problem.notFound("content"));
        }

        @Override
        public InputStream bytes(ArchivedAttachment attachment) {
            UUID id = Objects.requireNonNull(blobOf.get(attachment.id()));
            return blobs.open(job.step(tx -> blobs.find(tx, id).orElseThrow(() -> Problem.notFound("attachment"))));
        }
    }
}
