package dev.holdfast.documents.attachment;

import dev.holdfast.documents.WorkspaceRole;
import dev.holdfast.documents.WorkspaceRole.Permission;
import dev.holdfast.documents.document.Documents;
import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.audit.Audit;
import dev.holdfast.platform.audit.AuditEntry;
import dev.holdfast.platform.blobs.Blob;
import dev.holdfast.platform.blobs.Blobs;
import dev.holdfast.platform.db.Change;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.db.Tx;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** The verbs of attachments. */
@Service
class Attachments {
    private final Transactions transactions;
    private final AttachmentStore store;
    private final Documents documents;
    private final Blobs blobs;
    private final Audit audit;

    Attachments(Transactions transactions, AttachmentStore store, Documents documents, Blobs blobs, Audit audit) {
        this.transactions = transactions;
        this.store = store;
        this.documents = documents;
        this.blobs = blobs;
        this.audit = audit;
    }

    /** A document's attachments, oldest first, behind the given one. Throws NOT_FOUND and GONE for the document. */
    List<Attachment> list(Actor actor, UUID document, @Nullable UUID after, int limit) {
        return transactions.read(actor, tx -> {
            documents.require(tx, document, Permission.READ);
            return store.list(document, after, limit).stream()
                    .map(AttachmentStore.Stored::attachment)
                    .toList();
        });
    }

    /** A signed address that works for a few minutes. Throws NOT_FOUND, GONE while the document lies in the trash. */
    URI download(Actor actor, UUID id) {
        record Found(Blob blob, String fileName) {}
        Found found = transactions.read(actor, tx -> {
            AttachmentStore.Stored stored = require(tx, id, Permission.READ);
            Blob blob = blobs.find(tx, stored.blob()).orElseThrow(() -> Problem.notFound("attachment"));
            return new Found(blob, stored.attachment().fileName());
        });
        return blobs.download(
                found.blob(), found.fileName().substring(found.fileName().lastIndexOf('/') + 1));
    }

    /** Deletes an attachment; its quota is free at once. Throws NOT_FOUND, GONE, FORBIDDEN. */
    void delete(Actor actor, UUID id) {
        transactions.write(actor, tx -> {
            delete(tx, require(tx, id, Permission.WRITE));
            return id;
        });
    }

    /** As {@link #delete(Actor, UUID)}, for what was found inside a transaction. */
    void delete(Tx tx, AttachmentStore.Stored stored) {
        UUID id = stored.attachment().id();
        if (store.delete(id)) {
            blobs.delete(tx, stored.blob());
            tx.mark(Change.delete(stored.workspace(), Documents.ATTACHMENT, id));
            audit.record(tx, AuditEntry.of("attachment.deleted", Documents.ATTACHMENT, id, stored.workspace()));
        }
    }

    /** An attachment that the actor may touch so. Throws NOT_FOUND, GONE while the document lies in the trash, FORBIDDEN. */
    AttachmentStore.Stored require(Tx tx, UUID id, Permission permission) {
        AttachmentStore.Stored stored = store.find(id)
                .filter(found -> tx.role(found.workspace()).isPresent())
                .orElseThrow(() -> Problem.notFound("attachment"));
        WorkspaceRole.require(tx, stored.workspace(), permission);
        if (stored.trashed()) {
            throw new Problem(Code.GONE, "Its document was deleted. It can be restored.");
        }
        return stored;
    }
}
