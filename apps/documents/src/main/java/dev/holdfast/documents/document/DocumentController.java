package dev.holdfast.documents.document;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.holdfast.documents.live.LiveEdit;
import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Fields;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.http.Access;
import dev.holdfast.platform.http.BodyMax;
import dev.holdfast.platform.http.Cursor;
import dev.holdfast.platform.http.ETags;
import dev.holdfast.platform.http.Limit;
import dev.holdfast.platform.http.Page;
import dev.holdfast.platform.http.openapi.Problems;
import dev.holdfast.platform.http.openapi.Required;
import dev.holdfast.platform.search.QueryText;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Documents over HTTP (docs/apps/documents.md). */
@RestController
final class DocumentController {
    private static final String READ = "documents:read";
    private static final String WRITE = "documents:write";
    // A content of 10 MB, most of whose characters JSON may have to escape.
    private static final long BODY_BYTES_MAX = 4L * Content.BYTES_MAX;

    private final Documents documents;

    DocumentController(Documents documents) {
        this.documents = documents;
    }

    @JsonIgnoreProperties({"workspaceId", "contentEtag", "deleted", "createdAt", "updatedAt", "updatedBy"})
    record Creation(
            @Nullable String id,
            @Required @Nullable String title,
            @Required @Nullable String content,
            @Nullable String contentType) {}

    @JsonIgnoreProperties({"id", "workspaceId", "contentEtag", "deleted", "createdAt", "updatedAt", "updatedBy"})
    record Replacement(
            @Required @Nullable String title,
            @Required @Nullable String content,
            @Nullable String contentType,
            @Nullable String baseTitle,
            LiveEdit.@Nullable Sent live) {
        @Nullable
        LiveEdit checkedLive(Fields fields) {
            return live == null ? null : LiveEdit.check(fields.under("live."), live.epoch(), live.state());
        }
    }

    /** The documents of a workspace, newest first; with a query those that match it, best first. */
    @GetMapping("/api/workspaces/{workspaceId}/documents")
    @Access(value = Access.Rule.ACCOUNT, scope = READ)
    Page<DocumentSummary> list(
            Actor actor,
            @PathVariable UUID workspaceId,
            @RequestParam(required = false) @Nullable String query,
            @RequestParam(required = false) @Nullable String deleted,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String limit) {
        boolean trash = trash(deleted);
        int most = Limit.parse(limit);
        return query == null || query.isBlank()
                ? newest(actor, workspaceId, trash, cursor, most)
                : hits(actor, workspaceId, query, trash, cursor, most);
    }

    /** Makes a document; the same one sent again is answered as it is. */
    @Problems({Code.ALREADY_EXISTS, Code.DELETED})
    @PostMapping("/api/workspaces/{workspaceId}/documents")
    @Access(value = Access.Rule.ACCOUNT, scope = WRITE)
    @BodyMax(BODY_BYTES_MAX)
    ResponseEntity<Document> create(Actor actor, @PathVariable UUID workspaceId, @RequestBody Creation body) {
        Fields fields = new Fields();
        UUID id = fields.optionalUuid("id", body.id());
        Content content = Content.check(fields, body.title(), body.content(), body.contentType());
        fields.orThrow();
        Documents.Creation creation = documents.create(actor, workspaceId, id, content);
        return answer(creation.created() ? HttpStatus.CREATED : HttpStatus.OK, creation.document());
    }

    /** One document with its content. */
    @Problems(Code.GONE)
    @GetMapping("/api/documents/{id}")
    @Access(value = Access.Rule.ACCOUNT, scope = READ)
    ResponseEntity<Document> get(
            Actor actor,
            @PathVariable UUID id,
            @RequestHeader(name = "If-None-Match", required = false) @Nullable String known) {
        Optional<ETags> condition = ETags.ifNoneMatch(known);
        Document document = documents.get(actor, id);
        if (condition.isPresent() && condition.get().matchesWeakly(document.contentEtag())) {
            return ResponseEntity.status(HttpStatus.NOT_MODIFIED)
                    .eTag(ETags.quoted(document.contentEtag()))
                    .cacheControl(CacheControl.noCache().cachePrivate())
                    .build();
        }
        return answer(HttpStatus.OK, document);
    }

    /** Replaces a document on top of the content that one saw last. */
    @Problems({Code.PRECONDITION_REQUIRED, Code.GONE, Code.QUOTA_EXCEEDED})
    @PutMapping("/api/documents/{id}")
    @Access(value = Access.Rule.ACCOUNT, scope = WRITE)
    @BodyMax(BODY_BYTES_MAX)
    ResponseEntity<Document> replace(
            Actor actor,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String base,
            @RequestBody Replacement body) {
        ETags condition = ETags.requireIfMatch(base);
        Fields fields = new Fields();
        Content content = Content.check(fields, body.title(), body.content(), body.contentType());
        String baseTitle = fields.optionalText("baseTitle", body.baseTitle(), Fields.TITLE_LENGTH_MAX);
        LiveEdit live = body.checkedLive(fields);
        fields.orThrow();
        return answer(
                HttpStatus.OK,
                documents.replace(
                        actor,
                        id,
                        condition,
                        new Documents.Replacement(content, body.contentType(), baseTitle, false, live)));
    }

    /** Puts a document into the trash. */
    @Problems(Code.GONE)
    @DeleteMapping("/api/documents/{id}")
    @Access(value = Access.Rule.ACCOUNT, scope = WRITE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(
            Actor actor,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String base) {
        documents.delete(actor, id, ETags.ifMatch(base));
    }

    /** Takes a document out of the trash. */
    @PostMapping("/api/documents/{id}/restore")
    @Access(value = Access.Rule.ACCOUNT, scope = WRITE)
    ResponseEntity<Document> restore(Actor actor, @PathVariable UUID id) {
        return answer(HttpStatus.OK, documents.restore(actor, id));
    }

    private Page<DocumentSummary> newest(
            Actor actor, UUID workspace, boolean trash, @Nullable String cursor, int limit) {
        Cursor.Question question = Cursor.question("documents", workspace, trash);
        Cursor at = question.read(cursor);
        After after = at == null ? After.START : After.written(at.instant(0), at.uuid(1));
        List<DocumentSummary> rows = documents.list(actor, workspace, trash, after, limit + 1);
        return Page.of(rows, limit, last -> question.after(last.updatedAt(), last.id()));
    }

    private Page<DocumentSummary> hits(
            Actor actor, UUID workspace, String query, boolean trash, @Nullable String cursor, int limit) {
        if (query.length() > Fields.TEXT_LENGTH_MAX) {
            throw new Problem(Code.MALFORMED, "query must have at most " + Fields.TEXT_LENGTH_MAX + " characters.");
        }
        Cursor.Question question = Cursor.question("documents", workspace, trash, query);
        Cursor at = question.read(cursor);
        After after = at == null ? After.START : After.ranked(rank(at.text(0)), at.uuid(1));
        List<Documents.Found> rows =
                documents.search(actor, workspace, QueryText.parse(query), trash, after, limit + 1);
        return Page.of(
                        rows,
                        limit,
                        last -> question.after(
                                Double.toString(last.rank()), last.summary().id()))
                .map(Documents.Found::summary);
    }

    private static double rank(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new Problem(
                    Code.CURSOR_INVALID, "The cursor isn't one that this server gave. Start again without it.");
        }
    }

    private static boolean trash(@Nullable String deleted) {
        if (deleted == null || deleted.equals("false")) {
            return false;
        }
        if (deleted.equals("true")) {
            return true;
        }
        throw new Problem(Code.MALFORMED, "Parameter deleted must be true or false.");
    }

    private static ResponseEntity<Document> answer(HttpStatus status, Document document) {
        return ResponseEntity.status(status)
                .eTag(ETags.quoted(document.contentEtag()))
                .cacheControl(CacheControl.noCache().cachePrivate())
                .body(document);
    }
}
