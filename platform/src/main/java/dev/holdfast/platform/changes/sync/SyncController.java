package dev.holdfast.platform.changes.sync;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.http.Access;
import dev.holdfast.platform.http.Limit;
import dev.holdfast.platform.http.openapi.Problems;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Pulling, for clients. */
@RestController
final class SyncController {
    private final Sync sync;

    SyncController(Sync sync) {
        this.sync = sync;
    }

    /** A question whose cursor doesn't fit into an address. */
    record Question(
            @Nullable String cursor,
            @Nullable Integer limit,
            @Nullable List<String> apps,
            @Nullable List<String> spaces) {}

    /** What changed since a cursor, in all spaces that one belongs to. */
    @Access(value = Access.Rule.ACCOUNT, scope = "sync:read")
    @GetMapping("/api/sync/since")
    SyncPage since(
            Actor actor,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String apps,
            @RequestParam(required = false) @Nullable String spaces) {
        return sync.since(
                actor,
                SyncQuery.ofText(
                        cursor, Limit.parse(limit, SyncQuery.LIMIT_DEFAULT, SyncQuery.LIMIT_MAX), apps, spaces));
    }

    /** What changed since a cursor, in all spaces that one belongs to. */
    @Access(value = Access.Rule.ACCOUNT, scope = "sync:read")
    @Problems({Code.CURSOR_INVALID, Code.CURSOR_MISMATCH})
    @PostMapping("/api/sync/since")
    SyncPage since(Actor actor, @RequestBody Question question) {
        return sync.since(actor, SyncQuery.of(question.cursor(), question.limit(), question.apps(), question.spaces()));
    }
}
