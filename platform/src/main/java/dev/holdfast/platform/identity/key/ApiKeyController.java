package dev.holdfast.platform.identity.key;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.http.Access;
import dev.holdfast.platform.http.Page;
import dev.holdfast.platform.http.openapi.Problems;
import dev.holdfast.platform.http.openapi.Required;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** One's own API keys. A key can't make, list or delete keys. */
@RestController
@RequestMapping("/api/api-keys")
final class ApiKeyController {
    private final ApiKeys keys;

    ApiKeyController(ApiKeys keys) {
        this.keys = keys;
    }

    /** A key that someone asks for. */
    @JsonIgnoreProperties({"id", "prefix", "createdAt", "lastUsedAt", "key"})
    record Request(
            @Required @Nullable String name,
            @Required @Nullable List<@Nullable String> scopes,
            @Nullable String spaceId,
            @Nullable Instant expiresAt) {}

    /** All keys: their number is limited, so there is no next page. */
    @GetMapping
    @Access(Access.Rule.PERSON)
    Page<ApiKey> list(Actor actor) {
        return new Page<>(keys.list(actor), null);
    }

    /** Makes an API key. The answer is the only one that holds it. */
    @Problems(Code.QUOTA_EXCEEDED)
    @PostMapping
    @Access(Access.Rule.PERSON)
    ResponseEntity<ApiKey> create(Actor actor, @RequestBody Request request) {
        ApiKey key = keys.create(
                actor, new ApiKeys.Wanted(request.name(), request.scopes(), request.spaceId(), request.expiresAt()));
        return ResponseEntity.status(HttpStatus.CREATED)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(key);
    }

    /** Takes an API key back; it opens nothing from then on. */
    @DeleteMapping("/{id}")
    @Access(Access.Rule.PERSON)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Actor actor, @PathVariable UUID id) {
        keys.delete(actor, id);
    }
}
