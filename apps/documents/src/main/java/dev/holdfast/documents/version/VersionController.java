package dev.holdfast.documents.version;

import dev.holdfast.documents.document.Document;
import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.http.Access;
import dev.holdfast.platform.http.Cursor;
import dev.holdfast.platform.http.ETags;
import dev.holdfast.platform.http.Limit;
import dev.holdfast.platform.http.Page;
import dev.holdfast.platform.http.openapi.Problems;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Versions of documents over HTTP (docs/apps/documents.md). */
@RestController
final class VersionController {
    private static final String READ = "documents:read";
    private static final String WRITE = "documents:write";

    private final Versions versions;

    VersionController(Versions versions) {
        this.versions = versions;
    }

    /** A document's versions, newest first, without their content. */
    @GetMapping("/api/documents/{id}/versions")
    @Access(value = Access.Rule.ACCOUNT, scope = READ)
    Page<Version> list(
            Actor actor,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String limit) {
        int most = Limit.parse(limit);
        Cursor.Question question = Cursor.question("versions", id);
        Cursor at = question.read(cursor);
        List<Version> rows = at == null
                ? versions.list(actor, id, null, null, most + 1)
                : versions.list(actor, id, at.instant(0), at.uuid(1), most + 1);
        return Page.of(rows, most, last -> question.after(last.createdAt(), last.id()));
    }

    /** Keeps the content as it stands as a version. */
    @PostMapping("/api/documents/{id}/versions")
    @Access(value = Access.Rule.ACCOUNT, scope = WRITE)
    @ResponseStatus(HttpStatus.CREATED)
    Version snapshot(Actor actor, @PathVariable UUID id) {
        return versions.snapshot(actor, id);
    }

    /** One version with its content. */
    @GetMapping("/api/documents/{id}/versions/{versionId}")
    @Access(value = Access.Rule.ACCOUNT, scope = READ)
    Version get(Actor actor, @PathVariable UUID id, @PathVariable UUID versionId) {
        return versions.get(actor, id, versionId);
    }

    /** Makes an old version the current one; what stood before becomes a version. */
    @Problems(Code.PRECONDITION_REQUIRED)
    @PostMapping("/api/documents/{id}/versions/{versionId}/restore")
    @Access(value = Access.Rule.ACCOUNT, scope = WRITE)
    ResponseEntity<Document> restore(
            Actor actor,
            @PathVariable UUID id,
            @PathVariable UUID versionId,
            @RequestHeader(name = "If-Match", required = false) @Nullable String base) {
        Document document = versions.restore(actor, id, versionId, ETags.requireIfMatch(base));
        return ResponseEntity.ok().eTag(ETags.quoted(document.contentEtag())).body(document);
    }

    /** What differs between two versions, as a unified diff. */
    @GetMapping(path = "/api/documents/{id}/diff", produces = "text/x-diff;charset=UTF-8")
    @Access(value = Access.Rule.ACCOUNT, scope = READ)
    String diff(
            Actor actor,
            @PathVariable UUID id,
            @RequestParam String from,
            @RequestParam(defaultValue = Versions.CURRENT) String to) {
        return versions.diff(actor, id, from, to);
    }
}
