package dev.holdfast.documents.document;

import dev.holdfast.documents.WorkspaceRole;
import dev.holdfast.documents.WorkspaceRole.Permission;
import dev.holdfast.documents.live.LiveEdit;
import dev.holdfast.documents.live.LiveStates;
import dev.holdfast.documents.merge.Merge;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Ids;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.db.Change;
import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.http.ETags;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Replaces documents on top of what somebody saw last, and says to whom it can't what is there now. */
@Component
final class Replacements {
    private final DocumentStore store;
    private final LiveStates live;
    private final DocumentSettings settings;
    private final Ids ids;

    Replacements(DocumentStore store, LiveStates live, DocumentSettings settings, Ids ids) {
        this.store = store;
        this.live = live;
        this.settings = settings;
        this.ids = ids;
    }

    /**
     * As {@link Documents#replace(Tx, UUID, ETags, Documents.Replacement)}.
     *
     * @param visible reads the document as one that the actor may write, or throws
     */
    Document replace(Tx tx, UUID id, ETags condition, Documents.Replacement wanted, Supplier<Document> visible) {
        LiveEdit edit = wanted.live();
        if (edit != null) {
            advance(tx, id, condition, wanted, edit, visible);
        }
        Optional<Document> replaced = store.replace(
                new DocumentStore.Replacement(
                        id,
                        wanted.content(),
                        wanted.contentType(),
                        condition.any(),
                        condition.strong(),
                        wanted.baseTitle(),
                        ids.next(),
                        wanted.keepsVersion() ? tx.now() : tx.now().minus(settings.versionInterval())),
                tx.actor().account(),
                tx.now());
        if (replaced.isEmpty()) {
            Document current = visible.get();
            if (isStored(current, wanted)) {
                return current;
            }
            throw refused(current, condition, wanted);
        }
        Document now = replaced.get();
        // The row is decided on before its role, to spare the common case a round trip; a refusal rolls it back.
        WorkspaceRole.require(tx, now.workspaceId(), Permission.WRITE);
        tx.mark(Change.upsert(now.workspaceId(), Documents.ENTITY, id, now.contentEtag()));
        return now;
    }

    /** The live state goes first, while what is there now can still be read; a refusal of the content rolls it back. */
    private void advance(
            Tx tx, UUID id, ETags condition, Documents.Replacement wanted, LiveEdit edit, Supplier<Document> visible) {
        if (condition.any() || condition.strong().size() != 1) {
            throw Problem.invalid("live", "needs exactly one ETag, of the content that its state goes on from");
        }
        store.lock(id);
        Document current = visible.get();
        String base = condition.strong().getFirst();
        if (!live.advance(tx, id, edit, base, wanted.content().etag())) {
            throw condition.matches(current.contentEtag())
                    ? stale(current, "The live state is of another epoch or another content. Read it again.")
                    : refused(current, condition, wanted);
        }
    }

    private Problem refused(Document current, ETags condition, Documents.Replacement wanted) {
        Problem stale = stale(current);
        boolean titleAlone = condition.matches(current.contentEtag());
        if (titleAlone) {
            return stale;
        }
        return store.base(current.id(), condition.strong())
                .map(base ->
                        Merge.of(current.contentType(), base, wanted.content().text(), current.content()))
                .map(merge -> stale.with("merge", merge))
                .orElse(stale);
    }

    private static boolean isStored(Document current, Documents.Replacement wanted) {
        Content content = wanted.content();
        @Nullable String type = wanted.contentType();
        return current.contentEtag().equals(content.etag())
                && current.title().equals(content.title())
                && (type == null || type.equals(current.contentType()));
    }

    /** The refusal of a write that was made from another state than the current one. */
    static Problem stale(Document current) {
        return stale(
                current,
                "The document was changed in the meantime. Its ETag is now \"" + current.contentEtag() + "\".");
    }

    private static Problem stale(Document current, String detail) {
        return new Problem(Code.STALE, detail)
                .with("current", current)
                .withHeader("ETag", ETags.quoted(current.contentEtag()));
    }
}
