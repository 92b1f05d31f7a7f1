package dev.holdfast.documents.document;

import dev.holdfast.documents.WorkspaceRole.Permission;
import dev.holdfast.documents.live.LiveEdit;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Fields;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.changes.push.Mutation;
import dev.holdfast.platform.changes.push.MutationResult;
import dev.holdfast.platform.changes.push.MutationTarget;
import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.http.ETags;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Documents written by sync: what a client queued while it was offline (docs/apps/documents.md, 'Sync'). */
@Component
final class DocumentMutations implements MutationTarget {
    private static final String WRITE = "documents:write";

    private final Documents documents;
    private final JsonMapper json;

    DocumentMutations(Documents documents, JsonMapper json) {
        this.documents = documents;
        this.json = json;
    }

    @Override
    public String entity() {
        return Documents.ENTITY;
    }

    @Override
    public MutationResult apply(Tx tx, Mutation mutation) {
        if (!tx.actor().allows(WRITE)) {
            throw new Problem(Code.FORBIDDEN, "This credential lacks the scope " + WRITE + ".");
        }
        try {
            return switch (mutation.operation()) {
                case CREATE -> create(tx, mutation);
                case UPDATE -> update(tx, mutation);
                case DELETE -> delete(tx, mutation);
            };
        } catch (Problem problem) {
            if (problem.code() == Code.GONE) {
                // Somebody deleted it meanwhile: the client decides whether to restore it.
                return MutationResult.conflict();
            }
            throw problem;
        }
    }

    private MutationResult create(Tx tx, Mutation mutation) {
        DocumentController.Creation data = read(mutation.data(), DocumentController.Creation.class);
        Fields fields = new Fields();
        Fields inside = fields.under("data.");
        Content content = Content.check(inside, data.title(), data.content(), data.contentType());
        UUID workspace = fields.required("spaceId", mutation.space(), mutation.id());
        fields.orThrow();
        return applied(documents.create(tx, workspace, mutation.id(), content).document());
    }

    /** A field that was left out keeps what is there. */
    private MutationResult update(Tx tx, Mutation mutation) {
        DocumentController.Replacement data = read(mutation.data(), DocumentController.Replacement.class);
        Document current = documents.require(tx, mutation.id(), Permission.WRITE);
        String text = data.content();
        if (text == null && data.live() != null) {
            throw Problem.invalid("data.live", "needs the content that its state's text is");
        }
        if (text == null && mutation.baseEtag() != null && !mutation.baseEtag().equals(current.contentEtag())) {
            // A rename leaves the content alone, whatever became of it.
            return rename(tx, mutation, data, current);
        }
        Fields fields = new Fields();
        Content content = Content.check(
                fields.under("data."),
                data.title() == null ? current.title() : data.title(),
                text == null ? current.content() : text,
                data.contentType() == null ? current.contentType() : data.contentType());
        String baseTitle = fields.under("data.").optionalText("baseTitle", data.baseTitle(), Fields.TITLE_LENGTH_MAX);
        LiveEdit live = data.checkedLive(fields.under("data."));
        String base = fields.required("baseEtag", mutation.baseEtag(), "*");
        fields.orThrow();
        return applied(documents.replace(
                tx,
                mutation.id(),
                condition(base),
                new Documents.Replacement(content, data.contentType(), baseTitle, false, live)));
    }

    private MutationResult rename(Tx tx, Mutation mutation, DocumentController.Replacement data, Document current) {
        Fields fields = new Fields();
        Content content = Content.check(
                fields.under("data."),
                data.title() == null ? current.title() : data.title(),
                current.content(),
                data.contentType() == null ? current.contentType() : data.contentType());
        String baseTitle = fields.under("data.").optionalText("baseTitle", data.baseTitle(), Fields.TITLE_LENGTH_MAX);
        fields.orThrow();
        return applied(documents.replace(
                tx,
                mutation.id(),
                condition(current.contentEtag()),
                new Documents.Replacement(content, data.contentType(), baseTitle, false, null)));
    }

    /** What is deleted already is as the client wants it. */
    private MutationResult delete(Tx tx, Mutation mutation) {
        String base = mutation.baseEtag();
        if (!documents.isDeleted(tx, mutation.id())) {
            documents.delete(tx, mutation.id(), base == null ? Optional.empty() : Optional.of(condition(base)));
        }
        return MutationResult.applied(null);
    }

    private <T> T read(@Nullable JsonNode data, Class<T> type) {
        if (data == null || !data.isObject()) {
            throw Problem.invalid("data", "must be an object");
        }
        try {
            return json.treeToValue(data, type);
        } catch (JacksonException e) {
            throw Problem.invalid("data", "holds a field that a document doesn't have, or one of the wrong type");
        }
    }

    private static ETags condition(String etag) {
        return ETags.requireIfMatch(etag.equals("*") ? etag : ETags.quoted(etag));
    }

    private static MutationResult applied(Document document) {
        return MutationResult.applied(document.contentEtag());
    }
}
