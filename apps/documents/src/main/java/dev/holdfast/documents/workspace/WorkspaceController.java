package dev.holdfast.documents.workspace;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Fields;
import dev.holdfast.platform.http.Access;
import dev.holdfast.platform.http.Cursor;
import dev.holdfast.platform.http.Limit;
import dev.holdfast.platform.http.Page;
import dev.holdfast.platform.http.Patch;
import dev.holdfast.platform.http.openapi.Problems;
import dev.holdfast.platform.http.openapi.Required;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Workspaces over HTTP (docs/apps/documents.md). */
@RestController
final class WorkspaceController {
    private static final String READ = "documents:read";
    private static final String WRITE = "documents:write";

    private final Workspaces workspaces;

    WorkspaceController(Workspaces workspaces) {
        this.workspaces = workspaces;
    }

    @JsonIgnoreProperties({"role", "createdAt", "updatedAt"})
    record Creation(
            @Nullable String id,
            @Required @Nullable String name,
            @Nullable String aiMode) {}

    @JsonIgnoreProperties({"id", "role", "createdAt", "updatedAt"})
    record Changes(Patch<String> name, Patch<String> aiMode) {}

    /** One's workspaces, by name. */
    @GetMapping("/api/workspaces")
    @Access(value = Access.Rule.ACCOUNT, scope = READ)
    Page<Workspace> list(
            Actor actor,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String limit) {
        int most = Limit.parse(limit);
        Cursor.Question question = Cursor.question("workspaces");
        Cursor at = question.read(cursor);
        List<Workspace> rows = at == null
                ? workspaces.list(actor, null, null, most + 1)
                : workspaces.list(actor, at.text(0), at.uuid(1), most + 1);
        return Page.of(rows, most, last -> question.after(last.name(), last.id()));
    }

    /** Makes a workspace; the same one sent again is answered as it is. */
    @Problems(Code.ALREADY_EXISTS)
    @PostMapping("/api/workspaces")
    @Access(value = Access.Rule.ACCOUNT, scope = WRITE)
    ResponseEntity<Workspace> create(Actor actor, @RequestBody Creation body) {
        Fields fields = new Fields();
        UUID id = fields.optionalUuid("id", body.id());
        String name = fields.name("name", body.name(), Fields.NAME_LENGTH_MAX);
        String aiMode =
                body.aiMode() == null ? Workspace.BYO : fields.oneOf("aiMode", body.aiMode(), Workspace.AI_MODES);
        fields.orThrow();
        Workspaces.Creation creation = workspaces.create(actor, id, name, aiMode);
        return ResponseEntity.status(creation.created() ? HttpStatus.CREATED : HttpStatus.OK)
                .body(creation.workspace());
    }

    /** One workspace. */
    @GetMapping("/api/workspaces/{id}")
    @Access(value = Access.Rule.ACCOUNT, scope = READ)
    Workspace get(Actor actor, @PathVariable UUID id) {
        return workspaces.get(actor, id);
    }

    /** Renames a workspace, or changes how its members ask models. */
    @PatchMapping("/api/workspaces/{id}")
    @Access(value = Access.Rule.ACCOUNT, scope = WRITE)
    Workspace change(Actor actor, @PathVariable UUID id, @RequestBody Changes body) {
        Fields fields = new Fields();
        String name = body.name().given() ? fields.name("name", body.name().or(null), Fields.NAME_LENGTH_MAX) : null;
        String aiMode =
                body.aiMode().given() ? fields.oneOf("aiMode", body.aiMode().or(null), Workspace.AI_MODES) : null;
        fields.orThrow();
        return workspaces.change(actor, id, name, aiMode);
    }

    /** Deletes a workspace; it can be restored for a while. */
    @DeleteMapping("/api/workspaces/{id}")
    @Access(value = Access.Rule.ACCOUNT, scope = WRITE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Actor actor, @PathVariable UUID id) {
        workspaces.delete(actor, id);
    }

    /** Brings a deleted workspace back. */
    @PostMapping("/api/workspaces/{id}/restore")
    @Access(value = Access.Rule.ACCOUNT, scope = WRITE)
    Workspace restore(Actor actor, @PathVariable UUID id) {
        return workspaces.restore(actor, id);
    }
}
