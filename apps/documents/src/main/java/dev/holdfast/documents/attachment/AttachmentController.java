package dev.holdfast.documents.attachment;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.http.Access;
import dev.holdfast.platform.http.Cursor;
import dev.holdfast.platform.http.Limit;
import dev.holdfast.platform.http.Page;
import dev.holdfast.platform.http.openapi.Problems;
import dev.holdfast.platform.http.openapi.Success;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Attachments over HTTP (docs/apps/documents.md); they are made at {@code /api/uploads}. */
@RestController
final class AttachmentController {
    private static final String READ = "documents:read";

    private final Attachments attachments;

    AttachmentController(Attachments attachments) {
        this.attachments = attachments;
    }

    /** The attachments of a document, in the order they came. */
    @GetMapping("/api/documents/{id}/attachments")
    @Access(value = Access.Rule.ACCOUNT, scope = READ)
    Page<Attachment> list(
            Actor actor,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String limit) {
        int most = Limit.parse(limit);
        Cursor.Question question = Cursor.question("attachments", id);
        Cursor at = question.read(cursor);
        List<Attachment> rows = attachments.list(actor, id, at == null ? null : at.uuid(0), most + 1);
        return Page.of(rows, most, last -> question.after(last.id()));
    }

    /** Leads to the bytes of an attachment. */
    @Problems(Code.GONE)
    @GetMapping("/api/attachments/{id}")
    @Success(302)
    @Access(value = Access.Rule.ACCOUNT, scope = READ)
    ResponseEntity<Void> download(Actor actor, @PathVariable UUID id) {
        return ResponseEntity.status(HttpStatus.FOUND)
                .location(attachments.download(actor, id))
                .header("Cache-Control", "private, no-store")
                .build();
    }

    /** Deletes an attachment. */
    @DeleteMapping("/api/attachments/{id}")
    @Access(value = Access.Rule.ACCOUNT, scope = "documents:write")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Actor actor, @PathVariable UUID id) {
        attachments.delete(actor, id);
    }
}
