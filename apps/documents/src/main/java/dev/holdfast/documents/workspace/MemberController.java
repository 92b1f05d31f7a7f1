package dev.holdfast.documents.workspace;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.holdfast.documents.WorkspaceRole;
import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Fields;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.http.Access;
import dev.holdfast.platform.http.Cursor;
import dev.holdfast.platform.http.Limit;
import dev.holdfast.platform.http.Page;
import dev.holdfast.platform.http.openapi.Problems;
import dev.holdfast.platform.http.openapi.Required;
import dev.holdfast.platform.identity.Email;
import dev.holdfast.platform.spaces.Invitation;
import dev.holdfast.platform.spaces.Member;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.time.Instant;
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

/** Members of workspaces over HTTP (docs/apps/documents.md). */
@RestController
final class MemberController {
    private static final String READ = "documents:read";
    private static final int TOKEN_LENGTH_MAX = 100;

    private final WorkspaceMembers members;

    MemberController(WorkspaceMembers members) {
        this.members = members;
    }

    /** A member as it is answered. */
    record Body(UUID userId, @Nullable String email, String role) {

        static Body of(Member member) {
            return new Body(member.userId(), member.email(), member.role());
        }
    }

    /** An invitation that waits. */
    record Waiting(
            @Nullable UUID id,
            String email,
            String role,
            String status,
            @Nullable Instant expiresAt) {}

    @JsonIgnoreProperties("userId")
    record Invited(
            @Required @Nullable String email,
            @Required @Nullable String role) {}

    @JsonIgnoreProperties({"userId", "email"})
    record Role(@Required @Nullable String role) {}

    /** Who belongs to a workspace, with which role. */
    @GetMapping("/api/workspaces/{id}/members")
    @Access(value = Access.Rule.ACCOUNT, scope = READ)
    Page<Body> list(
            Actor actor,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String limit) {
        int most = Limit.parse(limit);
        Cursor.Question question = Cursor.question("members", id);
        Cursor at = question.read(cursor);
        List<Member> rows = members.list(actor, id, at == null ? null : at.uuid(0), most + 1);
        return Page.of(rows, most, last -> question.after(last.userId())).map(Body::of);
    }

    /** Adds an account as a member, or invites an address that has none. */
    @Problems(Code.ALREADY_EXISTS)
    @ApiResponse(
            responseCode = "200",
            description = "The member.",
            content = @Content(schema = @Schema(implementation = Body.class)))
    @ApiResponse(
            responseCode = "202",
            description = "The invitation that waits.",
            content = @Content(schema = @Schema(implementation = Waiting.class)))
    @PostMapping("/api/workspaces/{id}/members")
    @Access(Access.Rule.PERSON)
    ResponseEntity<Object> invite(Actor actor, @PathVariable UUID id, @RequestBody Invited body) {
        Fields fields = new Fields();
        Email email = Email.read(fields, "email", body.email());
        String role = fields.oneOf("role", body.role(), WorkspaceRole.NAMES);
        fields.orThrow();
        Invitation invitation = members.invite(actor, id, email, WorkspaceRole.named(role));
        Member member = invitation.member();
        if (member != null) {
            return ResponseEntity.ok(Body.of(member));
        }
        return ResponseEntity.accepted()
                .body(new Waiting(
                        invitation.id(), invitation.email(), invitation.role(), "pending", invitation.expiresAt()));
    }

    /** Takes an invitation. */
    @PostMapping("/api/invites/{token}/accept")
    @Access(Access.Rule.PERSON)
    Workspace accept(Actor actor, @PathVariable String token) {
        if (token.length() > TOKEN_LENGTH_MAX) {
            throw Problem.notFound("invitation");
        }
        return members.accept(actor, token);
    }

    /** Changes a member's role. */
    @Problems(Code.LAST_OWNER)
    @PatchMapping("/api/workspaces/{id}/members/{userId}")
    @Access(Access.Rule.PERSON)
    Body change(Actor actor, @PathVariable UUID id, @PathVariable UUID userId, @RequestBody Role body) {
        Fields fields = new Fields();
        String role = fields.oneOf("role", body.role(), WorkspaceRole.NAMES);
        fields.orThrow();
        return Body.of(members.change(actor, id, userId, WorkspaceRole.named(role)));
    }

    /** Takes a member out of a workspace; oneself may always leave. */
    @Problems(Code.LAST_OWNER)
    @DeleteMapping("/api/workspaces/{id}/members/{userId}")
    @Access(Access.Rule.PERSON)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(Actor actor, @PathVariable UUID id, @PathVariable UUID userId) {
        members.remove(actor, id, userId);
    }
}
