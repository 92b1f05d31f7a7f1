package dev.holdfast.documents.link;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.PublicAddress;
import dev.holdfast.platform.http.Access;
import dev.holdfast.platform.http.Cursor;
import dev.holdfast.platform.http.Limit;
import dev.holdfast.platform.http.Page;
import dev.holdfast.platform.http.RateLimits;
import dev.holdfast.platform.http.openapi.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Share links over HTTP (docs/apps/documents.md). */
@RestController
final class LinkController {
    private static final String SCOPE = "documents:write";
    private static final String NO_STORE = "no-store";

    private final Links links;
    private final RateLimits limits;
    private final PublicAddress address;

    LinkController(Links links, RateLimits limits, PublicAddress address) {
        this.links = links;
        this.limits = limits;
        this.address = address;
    }

    @JsonIgnoreProperties({"id", "documentId", "url", "token", "createdAt", "revokedAt", "views"})
    record Wanted(@Nullable Instant expiresAt) {}

    /** Makes a link by which anybody who holds it reads the document. Its token is told once. */
    @PostMapping("/api/documents/{id}/links")
    @Access(value = Access.Rule.ACCOUNT, scope = SCOPE)
    @ResponseStatus(HttpStatus.CREATED)
    Link create(
            Actor actor,
            @PathVariable UUID id,
            @RequestBody(required = false) @Nullable Wanted body,
            HttpServletRequest request) {
        return links.create(actor, id, body == null ? null : body.expiresAt(), address.origin(request.getLocalPort()));
    }

    /** A document's share links, newest first, without their tokens. */
    @GetMapping("/api/documents/{id}/links")
    @Access(value = Access.Rule.ACCOUNT, scope = SCOPE)
    Page<Link> list(
            Actor actor,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String limit) {
        int most = Limit.parse(limit);
        Cursor.Question question = Cursor.question("links", id);
        Cursor at = question.read(cursor);
        List<Link> rows = links.list(actor, id, at == null ? null : at.uuid(0), most + 1);
        return Page.of(rows, most, last -> question.after(last.id()));
    }

    /** Revokes a share link. */
    @DeleteMapping("/api/documents/{id}/links/{linkId}")
    @Access(value = Access.Rule.ACCOUNT, scope = SCOPE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(Actor actor, @PathVariable UUID id, @PathVariable UUID linkId) {
        links.revoke(actor, id, linkId);
    }

    /** The document behind a share link. */
    @Problems(Code.GONE)
    @GetMapping("/api/links/{token}")
    @Access(Access.Rule.PUBLIC)
    SharedDocument open(Actor actor, @PathVariable String token) {
        limits.take(LinkLimits.NAME, actor.origin().address());
        return links.open(token);
    }

    /** The document behind a share link as a page to read. */
    @GetMapping("/s/{token}")
    @Access(Access.Rule.PUBLIC)
    void page(Actor actor, @PathVariable String token, HttpServletResponse response) throws IOException {
        limits.take(LinkLimits.NAME, actor.origin().address());
        String html;
        try {
            html = SharedPage.of(links.open(token));
        } catch (Problem e) {
            response.setStatus(e.code().status());
            html = SharedPage.of(e);
        }
        byte[] bytes = html.getBytes(StandardCharsets.UTF_8);
        response.setContentType("text/html;charset=UTF-8");
        response.setHeader("Content-Security-Policy", SharedPage.POLICY);
        response.setHeader("Cache-Control", NO_STORE);
        response.setHeader("X-Robots-Tag", "noindex");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
