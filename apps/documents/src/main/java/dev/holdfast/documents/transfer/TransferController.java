package dev.holdfast.documents.transfer;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Fields;
import dev.holdfast.platform.PublicAddress;
import dev.holdfast.platform.http.Access;
import dev.holdfast.platform.http.openapi.Required;
import dev.holdfast.platform.http.openapi.Success;
import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Exports and imports over HTTP (docs/apps/documents.md); how they go is seen at {@code /api/jobs/:id}. */
@RestController
final class TransferController {
    static final String DOWNLOAD = "/api/workspace-exports/";

    private final Transfers transfers;
    private final PublicAddress address;

    TransferController(Transfers transfers, PublicAddress address) {
        this.transfers = transfers;
        this.address = address;
    }

    record Queued(UUID jobId) {}

    record Wanted(@Required @Nullable String uploadId) {}

    /** Begins a job that makes an archive of the whole workspace. */
    @PostMapping("/api/workspaces/{id}/exports")
    @Access(value = Access.Rule.ACCOUNT, scope = "documents:read")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Queued export(Actor actor, @PathVariable UUID id, HttpServletRequest request) {
        return new Queued(transfers.export(actor, id, address.origin(request.getLocalPort())));
    }

    /** Begins a job that takes an uploaded archive into the workspace. */
    @PostMapping("/api/workspaces/{id}/imports")
    @Access(value = Access.Rule.ACCOUNT, scope = "documents:write")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Queued importArchive(Actor actor, @PathVariable UUID id, @RequestBody Wanted body) {
        Fields fields = new Fields();
        String text = fields.text("uploadId", body.uploadId(), Fields.TEXT_LENGTH_MAX);
        UUID upload = body.uploadId() == null ? null : fields.optionalUuid("uploadId", text);
        fields.orThrow();
        return new Queued(transfers.importArchive(actor, id, fields.required("uploadId", upload, id)));
    }

    /** Leads to the archive that an export made. */
    @GetMapping(DOWNLOAD + "{token}")
    @Success(302)
    @Access(Access.Rule.PUBLIC)
    ResponseEntity<Void> download(@PathVariable String token) {
        return ResponseEntity.status(HttpStatus.FOUND)
                .location(transfers.download(token))
                .header("Cache-Control", "private, no-store")
                .build();
    }
}
