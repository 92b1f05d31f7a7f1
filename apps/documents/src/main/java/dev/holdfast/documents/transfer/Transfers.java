package dev.holdfast.documents.transfer;

import dev.holdfast.documents.WorkspaceRole.Permission;
import dev.holdfast.documents.workspace.Workspaces;
import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.audit.Audit;
import dev.holdfast.platform.audit.AuditEntry;
import dev.holdfast.platform.blobs.Blob;
import dev.holdfast.platform.blobs.BlobOwner;
import dev.holdfast.platform.blobs.Blobs;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.jobs.Jobs;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Queues exports and imports, and hands out what was exported. */
@Service
class Transfers {
    private static final String SPACE = "space";
    private static final int TOKEN_LENGTH_MAX = 100;

    private final Transactions transactions;
    private final Workspaces workspaces;
    private final ExportStore exports;
    private final Blobs blobs;
    private final Jobs jobs;
    private final Audit audit;

    Transfers(
            Transactions transactions,
            Workspaces workspaces,
            ExportStore exports,
            Blobs blobs,
            Jobs jobs,
            Audit audit) {
        this.transactions = transactions;
        this.workspaces = workspaces;
        this.exports = exports;
        this.blobs = blobs;
        this.jobs = jobs;
        this.audit = audit;
    }

    /** Queues an export; the job's id. Throws NOT_FOUND. */
    UUID export(Actor actor, UUID workspace, String origin) {
        UUID account = actor.requireAccount();
        return transactions.write(actor, tx -> {
            workspaces.require(tx, workspace, Permission.READ);
            audit.record(tx, AuditEntry.of("workspace.exported", SPACE, workspace, workspace));
            return jobs.enqueue(tx, ExportJob.KIND, new ExportJob.Payload(workspace, origin), workspace, account);
        });
    }

    /**
     * Queues an import of an upload of one's own; the job's id. Throws NOT_FOUND for the workspace and the upload, FORBIDDEN for who
     * may not write.
     */
    UUID importArchive(Actor actor, UUID workspace, UUID upload) {
        UUID account = actor.requireAccount();
        return transactions.write(actor, tx -> {
            workspaces.require(tx, workspace, Permission.WRITE);
            Blob blob = blobs.find(tx, upload)
                    .filter(found -> found.live() && BlobOwner.account(account).equals(found.owner()))
                    .orElseThrow(() -> Problem.notFound("upload"));
            audit.record(tx, AuditEntry.of("workspace.imported", SPACE, workspace, workspace));
            return jobs.enqueue(tx, ImportJob.KIND, new ImportJob.Payload(workspace, blob.id()), workspace, account);
        });
    }

    /** A signed address of an archive that was exported. Throws NOT_FOUND when it never was or has expired. */
    URI download(String token) {
        if (token.length() > TOKEN_LENGTH_MAX) {
            throw Problem.notFound("export");
        }
        Blob blob = transactions.read(
                Actor.system("exports"),
                tx -> exports.open(hash(token), tx.now())
                        .flatMap(id -> blobs.find(tx, id))
                        .orElseThrow(() -> Problem.notFound("export")));
        return blobs.download(blob, blob.fileName());
    }

    static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
