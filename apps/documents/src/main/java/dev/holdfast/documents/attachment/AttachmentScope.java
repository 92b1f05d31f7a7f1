package dev.holdfast.documents.attachment;

import dev.holdfast.documents.WorkspaceRole.Permission;
import dev.holdfast.documents.document.Document;
import dev.holdfast.documents.document.Documents;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.blobs.Blob;
import dev.holdfast.platform.blobs.BlobOwner;
import dev.holdfast.platform.blobs.UploadRequest;
import dev.holdfast.platform.blobs.UploadScope;
import dev.holdfast.platform.db.Change;
import dev.holdfast.platform.db.Tx;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Uploads that become attachments of a document, against the workspace's quota. */
@Component
final class AttachmentScope implements UploadScope {
    private static final String DOCUMENT = "documentId";
    private static final String WRITE = "documents:write";

    private final Documents documents;
    private final AttachmentStore store;

    AttachmentScope(Documents documents, AttachmentStore store) {
        this.documents = documents;
        this.store = store;
    }

    @Override
    public String name() {
        return Documents.ATTACHMENT;
    }

    @Override
    public Set<String> fields() {
        return Set.of(DOCUMENT);
    }

    @Override
    public BlobOwner authorise(Tx tx, UploadRequest request) {
        if (!tx.actor().allows(WRITE)) {
            throw new Problem(Code.FORBIDDEN, "This credential lacks the scope " + WRITE + ".");
        }
        return BlobOwner.space(document(tx, request.target()).workspaceId());
    }

    @Override
    public void attach(Tx tx, Blob blob) {
        Document document = document(tx, blob.target());
        Attachment attachment = new Attachment(
                blob.id(), document.id(), blob.fileName(), blob.contentType(), blob.size(), blob.digest(), tx.now());
        store.insert(
                new AttachmentStore.Stored(attachment, document.workspaceId(), blob.id(), false),
                tx.actor().account());
        tx.mark(Change.upsert(document.workspaceId(), Documents.ATTACHMENT, attachment.id(), attachment.sha256()));
    }

    @Override
    public Object answer(Tx tx, Blob blob) {
        return store.find(blob.id())
                .orElseThrow(() -> Problem.notFound("attachment"))
                .attachment();
    }

    private Document document(Tx tx, Map<String, UUID> target) {
        UUID id = target.get(DOCUMENT);
        if (id == null) {
            throw Problem.invalid(DOCUMENT, "is required");
        }
        return documents.require(tx, id, Permission.WRITE);
    }
}
