package dev.holdfast.platform.blobs.parts;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.http.Access;
import dev.holdfast.platform.http.openapi.Problems;
import java.util.UUID;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Uploads in parts over HTTP (docs/formats/blobs.md). */
@RestController
final class PartController {
    private final Parts parts;

    PartController(Parts parts) {
        this.parts = parts;
    }

    /** Which parts of an upload are missing, and where to send them; with none missing it can be completed. */
    @Problems({Code.GONE, Code.INVALID})
    @PostMapping("/api/uploads/{id}/parts")
    @Access(value = Access.Rule.ACCOUNT, scope = "uploads:write")
    Parts.Standing parts(Actor actor, @PathVariable UUID id) {
        return parts.ask(actor, id);
    }
}
