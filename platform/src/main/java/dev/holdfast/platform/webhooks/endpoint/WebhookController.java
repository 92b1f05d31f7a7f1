package dev.holdfast.platform.webhooks.endpoint;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Fields;
import dev.holdfast.platform.http.Access;
import dev.holdfast.platform.http.Cursor;
import dev.holdfast.platform.http.Limit;
import dev.holdfast.platform.http.Page;
import dev.holdfast.platform.http.Patch;
import dev.holdfast.platform.http.openapi.Problems;
import dev.holdfast.platform.webhooks.Delivery;
import dev.holdfast.platform.webhooks.Endpoint;
import dev.holdfast.platform.webhooks.Webhooks;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Endpoints and deliveries over HTTP (docs/formats/webhooks.md). */
@RestController
final class WebhookController {
    private static final String READ = "spaces:read";
    private static final String WRITE = "spaces:write";
    private static final UUID NONE = new UUID(0, 0);

    private final Webhooks webhooks;

    WebhookController(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    @JsonIgnoreProperties({"id", "createdAt", "updatedAt"})
    record Creation(
            @Nullable String spaceId,
            @Nullable String url,
            @Nullable List<String> events,
            @Nullable String description,
            @Nullable Boolean enabled,
            @Nullable Integer retriesMax,
            @Nullable Integer toleranceSec,
            @Nullable Boolean standardHeaders) {}

    @JsonIgnoreProperties({"id", "spaceId", "createdAt", "updatedAt"})
    record Changes(
            Patch<String> url,
            Patch<List<String>> events,
            Patch<String> description,
            Patch<Boolean> enabled,
            Patch<Integer> retriesMax,
            Patch<Integer> toleranceSec,
            Patch<Boolean> standardHeaders) {}

    /** An endpoint; the secret stands in the answer that made it, and in no other. */
    record Body(
            UUID id,
            UUID spaceId,
            String url,
            List<String> events,
            String description,
            boolean enabled,
            int retriesMax,
            int toleranceSec,
            boolean standardHeaders,
            Instant createdAt,
            Instant updatedAt,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String secret) {}

    record Items(List<Body> items, @Nullable String nextCursor) {}

    record Types(List<String> items) {}

    /** The endpoints of a space; without one, of all spaces that one runs. */
    @GetMapping("/api/webhooks")
    @Access(value = Access.Rule.ACCOUNT, scope = READ)
    Items list(Actor actor, @RequestParam(required = false) @Nullable UUID spaceId) {
        return new Items(
                webhooks.list(actor, spaceId).stream().map(e -> body(e, null)).toList(), null);
    }

    /** The types of events that there are. */
    @GetMapping("/api/webhooks/events")
    @Access(value = Access.Rule.ACCOUNT, scope = READ)
    Types types(Actor actor) {
        return new Types(webhooks.eventTypes(actor));
    }

    /** Adds an endpoint. The answer is the only one that holds its secret. */
    @Problems(Code.QUOTA_EXCEEDED)
    @PostMapping("/api/webhooks")
    @Access(value = Access.Rule.ACCOUNT, scope = WRITE)
    @ResponseStatus(HttpStatus.CREATED)
    Body create(Actor actor, @RequestBody Creation wanted) {
        Fields fields = new Fields();
        UUID space = fields.optionalUuid("spaceId", wanted.spaceId());
        UUID required =
                fields.required("spaceId", wanted.spaceId() == null ? null : space == null ? NONE : space, NONE);
        Endpoint.Draft draft = DraftFields.checked(
                fields,
                new DraftFields(
                        wanted.url(),
                        wanted.events(),
                        wanted.description() == null ? "" : wanted.description(),
                        wanted.enabled() == null ? Boolean.TRUE : wanted.enabled(),
                        wanted.retriesMax() == null ? Integer.valueOf(6) : wanted.retriesMax(),
                        wanted.toleranceSec() == null ? Integer.valueOf(300) : wanted.toleranceSec(),
                        wanted.standardHeaders() == null ? Boolean.FALSE : wanted.standardHeaders()),
                webhooks.eventTypes());
        fields.orThrow();
        Webhooks.WithSecret made = webhooks.create(actor, required, draft, Endpoint.Form.PLATFORM);
        return body(made.endpoint(), made.secret().reveal());
    }

    /** One endpoint, without its secret. */
    @GetMapping("/api/webhooks/{id}")
    @Access(value = Access.Rule.ACCOUNT, scope = READ)
    Body get(Actor actor, @PathVariable UUID id) {
        return body(webhooks.get(actor, id), null);
    }

    /** Changes an endpoint. */
    @PatchMapping("/api/webhooks/{id}")
    @Access(value = Access.Rule.ACCOUNT, scope = WRITE)
    Body change(Actor actor, @PathVariable UUID id, @RequestBody Changes wanted) {
        return body(
                webhooks.change(actor, id, now -> {
                    Fields fields = new Fields();
                    Endpoint.Draft draft = DraftFields.checked(
                            fields,
                            new DraftFields(
                                    wanted.url().or(now.url()),
                                    wanted.events().or(now.events()),
                                    wanted.description().or(now.description()),
                                    wanted.enabled().or(now.enabled()),
                                    wanted.retriesMax().or(now.retriesMax()),
                                    wanted.toleranceSec().or(now.toleranceSec()),
                                    wanted.standardHeaders().or(now.standardHeaders())),
                            webhooks.eventTypes());
                    fields.orThrow();
                    return draft;
                }),
                null);
    }

    /** Removes an endpoint with its deliveries. */
    @DeleteMapping("/api/webhooks/{id}")
    @Access(value = Access.Rule.ACCOUNT, scope = WRITE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Actor actor, @PathVariable UUID id) {
        webhooks.delete(actor, id);
    }

    /** Gives an endpoint a new secret; the one before signs too for a while. */
    @PostMapping("/api/webhooks/{id}/rotate")
    @Access(value = Access.Rule.ACCOUNT, scope = WRITE)
    Body rotate(Actor actor, @PathVariable UUID id) {
        Webhooks.WithSecret rotated = webhooks.rotate(actor, id);
        return body(rotated.endpoint(), rotated.secret().reveal());
    }

    /** An endpoint's deliveries, newest first. */
    @GetMapping("/api/webhooks/{id}/deliveries")
    @Access(value = Access.Rule.ACCOUNT, scope = READ)
    Page<Delivery> deliveries(
            Actor actor,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String limit) {
        int most = Limit.parse(limit);
        String wanted = status;
        if (status != null) {
            Fields fields = new Fields();
            wanted = fields.oneOf("status", status, List.of("pending", "delivered", "failed", "dead"));
            fields.orThrow();
        }
        Cursor.Question question = Cursor.question("webhook-deliveries", id, wanted);
        Cursor at = question.read(cursor);
        Instant beforeAt = at == null ? null : at.instant(0);
        UUID beforeId = at == null ? null : at.uuid(1);
        List<Delivery> rows = webhooks.deliveries(actor, id, wanted, beforeAt, beforeId, most + 1);
        return Page.of(rows, most, last -> question.after(last.createdAt(), last.id()));
    }

    /** Sends a delivery again under the same event id. */
    @PostMapping("/api/webhooks/deliveries/{id}/replay")
    @Access(value = Access.Rule.ACCOUNT, scope = WRITE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    Delivery replay(Actor actor, @PathVariable UUID id) {
        return webhooks.replay(actor, id);
    }

    private static Body body(Endpoint endpoint, @Nullable String secret) {
        return new Body(
                endpoint.id(),
                endpoint.space(),
                endpoint.url(),
                endpoint.events(),
                endpoint.description(),
                endpoint.enabled(),
                endpoint.retriesMax(),
                endpoint.toleranceSec(),
                endpoint.standardHeaders(),
                endpoint.createdAt(),
                endpoint.updatedAt(),
                secret);
    }
}
