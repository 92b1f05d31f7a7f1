package dev.holdfast.documents.document;

import dev.holdfast.documents.WorkspaceRole;
import dev.holdfast.documents.WorkspaceRole.Permission;
import dev.holdfast.documents.live.LiveEdit;
import dev.holdfast.documents.workspace.Workspaces;
import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Ids;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.audit.Audit;
import dev.holdfast.platform.audit.AuditEntry;
import dev.holdfast.platform.db.Change;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.http.ETags;
import dev.holdfast.platform.search.QueryText;
import dev.holdfast.platform.search.Snippets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** The verbs of documents. Verbs with an actor open the transaction; those with a {@link Tx} work inside another's. */
@Service
public class Documents {
    /** The kind of record that a document is in its workspace's feed. */
    public static final String ENTITY = "document";

    /** The kind of record that an attachment is there. */
    public static final String ATTACHMENT = "attachment";

    /** The app that both belong to. */
    public static final String APP = "documents";

    private final Transactions transactions;
    private final DocumentStore store;
    private final Workspaces workspaces;
    private final Replacements replacements;
    private final Audit audit;
    private final Ids ids;

    Documents(
            Transactions transactions,
            DocumentStore store,
            Workspaces workspaces,
            Replacements replacements,
            Audit audit,
            Ids ids) {
        this.transactions = transactions;
        this.store = store;
        this.workspaces = workspaces;
        this.replacements = replacements;
        this.audit = audit;
        this.ids = ids;
    }

    /**
     * What a creation came to.
     *
     * @param created false when the same document was there already: a request that was sent again
     */
    public record Creation(Document document, boolean created) {}

    /**
     * What a replacement is asked to do.
     *
     * @param contentType null keeps the type
     * @param baseTitle null replaces any title
     * @param keepsVersion whether what is replaced becomes a version however young the last one is
     * @param live the live state whose text the content is; null leaves the stored one where it is
     */
    public record Replacement(
            Content content,
            @Nullable String contentType,
            @Nullable String baseTitle,
            boolean keepsVersion,
            @Nullable LiveEdit live) {}

    /** A document that fits a query, and how well. */
    record Found(DocumentSummary summary, double rank) {}

    /**
     * Makes a document. The same id with the same content again is the first one's answer. Throws NOT_FOUND and FORBIDDEN for
     * the workspace, ALREADY_EXISTS when the id is another document's, DELETED when it lies in the trash.
     */
    public Creation create(Actor actor, UUID workspace, @Nullable UUID id, Content content) {
        return transactions.write(actor, tx -> create(tx, workspace, id, content));
    }

    /** As {@link #create(Actor, UUID, UUID, Content)}, inside a transaction. */
    public Creation create(Tx tx, UUID workspace, @Nullable UUID id, Content content) {
        WorkspaceRole.require(tx, workspace, Permission.WRITE);
        UUID chosen = id == null ? ids.next() : id;
        if (!store.insert(chosen, workspace, content, tx.actor().account(), tx.now())) {
            // The insert itself has looked whether the space is a workspace, to spare the common case a round trip.
            workspaces.require(tx, workspace, Permission.WRITE);
            return new Creation(sameOrRefused(workspace, chosen, content), false);
        }
        tx.mark(Change.upsert(workspace, ENTITY, chosen, content.etag()));
        return new Creation(
                new Document(
                        chosen,
                        workspace,
                        content.title(),
                        content.text(),
                        content.contentType(),
                        content.etag(),
                        false,
                        tx.now(),
                        tx.now(),
                        tx.actor().account()),
                true);
    }

    /** A workspace's documents, the last written first; those in the trash when {@code deleted}. */
    List<DocumentSummary> list(Actor actor, UUID workspace, boolean deleted, After after, int limit) {
        return transactions.read(actor, tx -> {
            workspaces.require(tx, workspace, Permission.READ);
            return store.list(workspace, deleted, after, limit);
        });
    }

    /**
     * A workspace's documents that fit a query, the best first. A query in which nothing can be searched for finds nothing.
     * Of more than a thousand hits a thousand are ranked.
     */
    List<Found> search(Actor actor, UUID workspace, QueryText query, boolean deleted, After after, int limit) {
        List<DocumentStore.Hit> hits = transactions.read(actor, tx -> {
            workspaces.require(tx, workspace, Permission.READ);
            return query.tsquery()
                    .map(wanted -> store.search(workspace, wanted, deleted, after, limit))
                    .orElse(List.of());
        });
        // Snippets are cut when the connection is free again.
        return hits.stream()
                .map(hit -> new Found(
                        DocumentSummary.of(
                                hit.document(), Snippets.of(hit.document().content(), query)),
                        hit.rank()))
                .toList();
    }

    /** A document that isn't deleted. Throws NOT_FOUND, or GONE to members when it lies in the trash. */
    public Document get(Actor actor, UUID id) {
        return transactions.read(actor, tx -> require(tx, id, Permission.READ));
    }

    /** As {@link #get}, inside a transaction, for an actor who holds the permission in the document's workspace. */
    public Document require(Tx tx, UUID id, Permission permission) {
        Document document = visible(tx, id);
        WorkspaceRole.require(tx, document.workspaceId(), permission);
        if (document.deleted()) {
            throw new Problem(Code.GONE, "The document was deleted. It can be restored.");
        }
        return document;
    }

    /**
     * Replaces title and content. Throws STALE with the server's copy when {@code condition} doesn't name its etag or the
     * title isn't {@code baseTitle}, and with a three-way merge when the base that it names is still kept. What equals
     * the stored document is answered with it whatever the condition: a request whose answer was lost. With a live state, {@code
     * condition} names one etag, and the write is STALE as a whole unless the stored live state is of its epoch and at that etag.
     */
    public Document replace(Actor actor, UUID id, ETags condition, Replacement wanted) {
        return transactions.write(actor, tx -> replace(tx, id, condition, wanted));
    }

    /** As {@link #replace(Actor, UUID, ETags, Replacement)}, inside a transaction. */
    public Document replace(Tx tx, UUID id, ETags condition, Replacement wanted) {
        return replacements.replace(tx, id, condition, wanted, () -> require(tx, id, Permission.WRITE));
    }

    /** Moves a document to the trash, out of sight with its attachments. Throws NOT_FOUND when it is there already, STALE when the condition doesn't hold. */
    public void delete(Actor actor, UUID id, Optional<ETags> condition) {
        transactions.write(actor, tx -> {
            delete(tx, id, condition);
            return id;
        });
    }

    /** As {@link #delete(Actor, UUID, Optional)}, inside a transaction. */
    public void delete(Tx tx, UUID id, Optional<ETags> condition) {
        Document document = visible(tx, id);
        WorkspaceRole.require(tx, document.workspaceId(), Permission.WRITE);
        boolean any = condition.isEmpty() || condition.get().any();
        var etags = condition.map(ETags::strong).orElse(List.of());
        if (!store.delete(id, any, etags, tx.actor().account(), tx.now())) {
            Document current = visible(tx, id);
            if (current.deleted()) {
                throw Problem.notFound("document");
            }
            throw Replacements.stale(current);
        }
        tx.mark(Change.delete(document.workspaceId(), ENTITY, id));
        store.attachments(id)
                .keySet()
                .forEach(file -> tx.mark(Change.delete(document.workspaceId(), ATTACHMENT, file)));
        audit.record(tx, AuditEntry.of("document.deleted", ENTITY, id, document.workspaceId()));
    }

    /** Whether a document that the actor may write lies in the trash. Throws NOT_FOUND and FORBIDDEN. */
    boolean isDeleted(Tx tx, UUID id) {
        Document document = visible(tx, id);
        WorkspaceRole.require(tx, document.workspaceId(), Permission.WRITE);
        return document.deleted();
    }

    /** Takes a document out of the trash. One that isn't in it is answered as it is. Throws NOT_FOUND. */
    public Document restore(Actor actor, UUID id) {
        return transactions.write(actor, tx -> {
            Document document = visible(tx, id);
            WorkspaceRole.require(tx, document.workspaceId(), Permission.WRITE);
            if (store.restore(id, tx.actor().account(), tx.now())) {
                tx.mark(Change.upsert(document.workspaceId(), ENTITY, id, document.contentEtag()));
                store.attachments(id)
                        .forEach(
                                (file, hash) -> tx.mark(Change.upsert(document.workspaceId(), ATTACHMENT, file, hash)));
                audit.record(tx, AuditEntry.of("document.restored", ENTITY, id, document.workspaceId()));
            }
            return visible(tx, id);
        });
    }

    private Document visible(Tx tx, UUID id) {
        return store.find(id)
                .filter(document -> tx.role(document.workspaceId()).isPresent())
                .orElseThrow(() -> Problem.notFound("document"));
    }

    private Document sameOrRefused(UUID workspace, UUID id, Content content) {
        Problem taken = new Problem(Code.ALREADY_EXISTS, "The id " + id + " is taken.");
        Document there = store.find(id).orElseThrow(() -> taken);
        if (!there.workspaceId().equals(workspace)) {
            throw taken;
        }
        if (there.deleted()) {
            throw new Problem(
                    Code.DELETED, "The document " + id + " was deleted. Restore it instead of making it again.");
        }
        if (!isEqual(there, content)) {
            throw taken.with("current", there);
        }
        return there;
    }

    private static boolean isEqual(Document there, Content content) {
        return there.contentEtag().equals(content.etag())
                && there.title().equals(content.title())
                && there.contentType().equals(content.contentType());
    }
}
