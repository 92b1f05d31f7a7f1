package dev.holdfast.platform.blobs;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.FieldError;
import dev.holdfast.platform.Fields;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.http.Access;
import dev.holdfast.platform.http.Cursor;
import dev.holdfast.platform.http.Limit;
import dev.holdfast.platform.http.Page;
import dev.holdfast.platform.http.openapi.Problems;
import dev.holdfast.platform.http.openapi.Required;
import dev.holdfast.platform.http.openapi.Success;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Uploads over HTTP. */
@RestController
final class UploadController {
    private final Uploads uploads;
    private final Blobs blobs;
    private final Scopes scopes;

    UploadController(Uploads uploads, Blobs blobs, Scopes scopes) {
        this.uploads = uploads;
        this.blobs = blobs;
        this.scopes = scopes;
    }

    /** Beside these, the fields of the scope, e.g. documentId. */
    record Presign(
            @Required @Nullable String fileName,
            @Required @Nullable String contentType,
            @Required @Nullable String scope,
            @Nullable Long sizeBytes,
            @JsonAnySetter @Nullable Map<String, Object> more) {}

    /** Begins an upload: an address to send the bytes to. */
    @Problems(Code.QUOTA_EXCEEDED)
    @PostMapping("/api/uploads/presign")
    @Access(value = Access.Rule.ACCOUNT, scope = "uploads:write")
    @ResponseStatus(HttpStatus.CREATED)
    Upload presign(Actor actor, @RequestBody Presign body) {
        Fields fields = new Fields();
        String name = fields.name("fileName", body.fileName(), Fields.NAME_LENGTH_MAX);
        String type = fields.name("contentType", body.contentType(), Fields.NAME_LENGTH_MAX);
        String scope = fields.name("scope", body.scope(), 40);
        fields.orThrow();
        Map<String, UUID> target = target(scopes.named(scope), body.more() == null ? Map.of() : body.more());
        return uploads.presign(actor, new UploadRequest(name, type, scope, body.sizeBytes(), target));
    }

    /** Ends an upload: the bytes are checked and kept. */
    @Problems({Code.CONFLICT, Code.GONE, Code.INVALID, Code.TOO_LARGE, Code.QUOTA_EXCEEDED})
    @ApiResponse(
            responseCode = "201",
            description = "What the scope made of it: of a backup this, of an attachment this and its documentId.",
            content = @Content(schema = @Schema(implementation = BackupScope.Answer.class)))
    @ApiResponse(
            responseCode = "200",
            description = "The same, for a request that was sent again.",
            content = @Content(schema = @Schema(implementation = BackupScope.Answer.class)))
    @PostMapping("/api/uploads/{id}/complete")
    @Access(value = Access.Rule.ACCOUNT, scope = "uploads:write")
    ResponseEntity<Object> complete(Actor actor, @PathVariable UUID id) {
        Uploads.Completed completed = uploads.complete(actor, id);
        return ResponseEntity.status(completed.first() ? HttpStatus.CREATED : HttpStatus.OK)
                .body(completed.body());
    }

    /** One's own uploads of a scope, newest first. */
    @GetMapping("/api/uploads")
    @Access(value = Access.Rule.ACCOUNT, scope = "uploads:read")
    Page<BackupScope.Answer> list(
            Actor actor,
            @RequestParam String scope,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String limit) {
        requireBackup(scope);
        Cursor.Question question = Cursor.question("uploads", scope);
        Cursor from = question.read(cursor);
        int size = Limit.parse(limit);
        List<Blob> found = blobs.list(actor, scope, from == null ? null : from.uuid(0), size + 1);
        return Page.of(found, size, blob -> question.after(blob.id())).map(BackupScope.Answer::of);
    }

    /** Leads to the bytes. */
    @Problems(Code.GONE)
    @GetMapping("/api/uploads/{id}/content")
    @Success(302)
    @Access(value = Access.Rule.ACCOUNT, scope = "uploads:read")
    ResponseEntity<Void> content(Actor actor, @PathVariable UUID id) {
        URI url = blobs.downloadOwn(actor, BackupScope.NAME, id);
        return ResponseEntity.status(HttpStatus.FOUND)
                .location(url)
                .header("Cache-Control", "private, no-store")
                .build();
    }

    /** Deletes an upload. */
    @DeleteMapping("/api/uploads/{id}")
    @Access(value = Access.Rule.ACCOUNT, scope = "uploads:write")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Actor actor, @PathVariable UUID id) {
        blobs.deleteOwn(actor, BackupScope.NAME, id);
    }

    private static void requireBackup(String scope) {
        if (!scope.equals(BackupScope.NAME)) {
            throw Problem.invalid("scope", "must be " + BackupScope.NAME);
        }
    }

    private static Map<String, UUID> target(UploadScope scope, Map<String, Object> more) {
        for (String field : more.keySet()) {
            if (!scope.fields().contains(field)) {
                throw new Problem(Code.UNKNOWN_FIELD, "There is no field " + field + " here.")
                        .withErrors(List.of(new FieldError(field, "is not known")));
            }
        }
        Fields fields = new Fields();
        Map<String, UUID> target = new HashMap<>();
        for (String field : scope.fields()) {
            Object value = more.get(field);
            UUID id = fields.optionalUuid(field, value == null ? null : value.toString());
            if (value == null) {
                fields.refuse(field, "is required for the scope " + scope.name());
            } else if (id != null) {
                target.put(field, id);
            }
        }
        fields.orThrow();
        return target;
    }
}
