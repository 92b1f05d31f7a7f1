package dev.holdfast.documents.link;

import dev.holdfast.documents.WorkspaceRole.Permission;
import dev.holdfast.documents.document.Document;
import dev.holdfast.documents.document.Documents;
import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Ids;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.audit.Audit;
import dev.holdfast.platform.audit.AuditEntry;
import dev.holdfast.platform.db.Transactions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** The verbs of share links. */
@Service
class Links {
    /** Links of one document that open it at the same time. */
    static final int OPEN_MAX = 100;

    private static final String ENTITY = "link";
    private static final int TOKEN_BYTES = 32;
    private static final int TOKEN_LENGTH_MAX = 100;

    private final Transactions transactions;
    private final LinkStore store;
    private final Documents documents;
    private final Audit audit;
    private final Ids ids;

    Links(Transactions transactions, LinkStore store, Documents documents, Audit audit, Ids ids) {
        this.transactions = transactions;
        this.store = store;
        this.documents = documents;
        this.audit = audit;
        this.ids = ids;
    }

    /**
     * Makes a link; only its answer holds the token. Throws NOT_FOUND, GONE and FORBIDDEN for the document, INVALID for a time
     * that has passed and for the hundred-and-first link that is open.
     */
    Link create(Actor actor, UUID documentId, @Nullable Instant expiresAt, String origin) {
        return transactions.write(actor, tx -> {
            Document document = documents.require(tx, documentId, Permission.SHARE);
            if (expiresAt != null && !expiresAt.isAfter(tx.now())) {
                throw Problem.invalid("expiresAt", "must lie in the future");
            }
            if (store.count(documentId, tx.now()) >= OPEN_MAX) {
                throw Problem.invalid(
                        "links", "a document has at most " + OPEN_MAX + " links that are open: revoke some");
            }
            String token = Base64.getUrlEncoder().withoutPadding().encodeToString(ids.secret(TOKEN_BYTES));
            Link link = new Link(ids.next(), documentId, origin + "/s/" + token, token, tx.now(), expiresAt, null, 0);
            store.insert(link, document.workspaceId(), hash(token), tx.actor().account());
            audit.record(tx, AuditEntry.of("link.created", ENTITY, link.id(), document.workspaceId()));
            return link;
        });
    }

    /** A document's links, newest first, without what opens them. */
    List<Link> list(Actor actor, UUID document, @Nullable UUID before, int limit) {
        return transactions.read(actor, tx -> {
            documents.require(tx, document, Permission.SHARE);
            return store.list(document, before, limit);
        });
    }

    /** Revokes a link; one that is revoked stays so. Throws NOT_FOUND. */
    void revoke(Actor actor, UUID documentId, UUID id) {
        transactions.write(actor, tx -> {
            Document document = documents.require(tx, documentId, Permission.SHARE);
            if (!store.revoke(documentId, id, tx.now())) {
                throw Problem.notFound("link");
            }
            audit.record(tx, AuditEntry.of("link.revoked", ENTITY, id, document.workspaceId()));
            return id;
        });
    }

    /** The document behind a token, for anybody; counts as a view. Throws NOT_FOUND, GONE when it isn't shown any more. */
    SharedDocument open(String token) {
        if (token.length() > TOKEN_LENGTH_MAX) {
            throw Problem.notFound("link");
        }
        return transactions.write(Actor.system("share-links"), tx -> {
            LinkStore.Opened opened = store.find(hash(token), tx.now()).orElseThrow(() -> Problem.notFound("link"));
            if (!opened.open()) {
                throw new Problem(Code.GONE, "The link has expired or was revoked, or the document was deleted.");
            }
            store.countView(opened.link());
            return opened.document();
        });
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
