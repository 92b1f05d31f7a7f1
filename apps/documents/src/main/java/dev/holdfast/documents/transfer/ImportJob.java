package dev.holdfast.documents.transfer;

import dev.holdfast.documents.archive.ArchiveException;
import dev.holdfast.documents.archive.ArchiveLimits;
import dev.holdfast.documents.archive.ArchiveReader;
import dev.holdfast.documents.workspace.Workspaces;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.blobs.Blob;
import dev.holdfast.platform.blobs.Blobs;
import dev.holdfast.platform.jobs.JobContext;
import dev.holdfast.platform.jobs.JobHandler;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Reads an archive to its end first, so that a damaged one changes nothing, and then once more to write what it holds. */
@Component
final class ImportJob implements JobHandler {
    static final String KIND = "import-workspace";

    private final Workspaces workspaces;
    private final ImportStore store;
    private final Blobs blobs;

    ImportJob(Workspaces workspaces, ImportStore store, Blobs blobs) {
        this.workspaces = workspaces;
        this.store = store;
        this.blobs = blobs;
    }

    /** What the job is told. */
    record Payload(UUID workspaceId, UUID uploadId) {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Object run(JobContext job) throws IOException {
        Payload payload = job.payload(Payload.class);
        Blob blob =
                job.stepAsOwner(tx -> blobs.find(tx, payload.uploadId()).orElseThrow(() -> Problem.notFound("upload")));
        ArchiveImport run = new ArchiveImport(job, payload.workspaceId(), workspaces, store, blobs);
        // The store closes a connection that is read too slowly, as one is while rows are written.
        Path file = Files.createTempFile("holdfast-import", ".zip");
        try {
            try (InputStream bytes = blobs.open(blob)) {
                Files.copy(bytes, file, StandardCopyOption.REPLACE_EXISTING);
            }
            try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file))) {
                ArchiveReader.check(bytes, ArchiveLimits.DEFAULT);
            }
            try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file))) {
                ArchiveReader.read(bytes, ArchiveLimits.DEFAULT, run);
            }
            run.end();
        } catch (ArchiveException e) {
            throw Problem.invalid("uploadId", String.valueOf(e.getMessage()));
        } finally {
            Files.deleteIfExists(file);
        }
        return run.counts();
    }
}
