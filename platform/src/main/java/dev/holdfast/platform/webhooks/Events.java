package dev.holdfast.platform.webhooks;

import dev.holdfast.platform.Ids;
import dev.holdfast.platform.Times;
import dev.holdfast.platform.db.Change.Operation;
import dev.holdfast.platform.db.Tx;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import tools.jackson.databind.json.JsonMapper;

/** Leaves events for the endpoints that want them, inside the caller's transaction. */
@Service
public final class Events {
    private static final int BODY_LENGTH_MAX = 200_000;

    private final WebhookStores stores;
    private final Ids ids;
    private final JsonMapper json;

    Events(WebhookStores stores, Ids ids, JsonMapper json) {
        this.stores = stores;
        this.ids = ids;
        this.json = json;
    }

    /**
     * A record of which the feed told.
     *
     * @param entity at most 40 characters
     * @param etag null for a delete and for kinds without one
     * @param at when it was written
     */
    public record Changed(
            UUID space,
            String entity,
            UUID record,
            Operation operation,
            @Nullable String etag,
            Instant at) {
        private Known key() {
            return new Known(space, entity, record);
        }
    }

    /** A record whose making was told; a record's id alone can stand in several spaces. */
    record Known(UUID space, String entity, UUID record) {}

    /**
     * Leaves an event that isn't a change of one record, e.g. the end of a job.
     *
     * @param tx a transaction of the program's own, or of a member of the space
     * @param type at most 60 characters
     * @param data an object; with the rest of the body at most 200,000 characters as JSON
     */
    public void emit(Tx tx, UUID space, String type, Instant occurredAt, Map<String, ?> data) {
        emit(tx, stores.endpoints().listening(Set.of(space)), space, type, occurredAt, data);
    }

    /**
     * Leaves the events that changes of records are, for the kinds that have one. Only the latest state is known: a record
     * that was made and changed between two looks is told as made. What was written before an endpoint was made isn't told
     * to it.
     *
     * @param tx a transaction of the program's own
     * @param changes each record at most once
     */
    public void changed(Tx tx, List<Changed> changes) {
        List<Changed> told = changes.stream()
                .filter(change -> stores.types().of(change.entity()).isPresent())
                .toList();
        if (told.isEmpty()) {
            return;
        }
        List<Changed> counted = told.stream().filter(this::tellsNew).toList();
        Set<Known> made = stores.deliveries().learn(of(counted, Operation.UPSERT));
        Set<Known> gone = stores.deliveries().unlearn(of(counted, Operation.DELETE));
        List<Endpoint> endpoints =
                stores.endpoints().listening(told.stream().map(Changed::space).collect(Collectors.toSet()));
        if (endpoints.isEmpty()) {
            return;
        }
        for (Changed change : told) {
            boolean known = !tellsNew(change) || gone.contains(change.key());
            type(change, made.contains(change.key()), known)
                    .ifPresent(type -> emit(tx, endpoints, change.space(), type, change.at(), data(change)));
        }
    }

    private boolean tellsNew(Changed change) {
        return stores.types().of(change.entity()).orElseThrow().created() != null;
    }

    private static List<Changed> of(List<Changed> changes, Operation operation) {
        return changes.stream()
                .filter(change -> change.operation() == operation)
                .toList();
    }

    private Optional<String> type(Changed change, boolean made, boolean known) {
        WebhookEvent event = stores.types().of(change.entity()).orElseThrow();
        if (change.operation() == Operation.DELETE) {
            return known ? Optional.ofNullable(event.deleted()) : Optional.empty();
        }
        return Optional.ofNullable(made ? event.created() : event.updated());
    }

    private static Map<String, Object> data(Changed change) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("entity", change.entity());
        data.put("id", change.record());
        if (change.etag() != null) {
            data.put("etag", change.etag());
        }
        return data;
    }

    private void emit(Tx tx, List<Endpoint> all, UUID space, String type, Instant occurredAt, Map<String, ?> data) {
        List<Endpoint> wanting = all.stream()
                .filter(endpoint -> endpoint.space().equals(space)
                        && endpoint.events().contains(type)
                        && !occurredAt.isBefore(endpoint.createdAt()))
                .toList();
        if (wanting.isEmpty()) {
            return;
        }
        UUID event = ids.next();
        for (Endpoint endpoint : wanting) {
            String body = json.writeValueAsString(body(endpoint, event, type, occurredAt, data));
            if (body.length() > BODY_LENGTH_MAX) {
                throw new IllegalArgumentException("an event's body has at most " + BODY_LENGTH_MAX + " characters");
            }
            stores.deliveries().insert(ids.next(), endpoint, event, type, body, tx.now());
        }
        tx.afterCommit(stores.signal()::wake);
    }

    private static Map<String, Object> body(
            Endpoint endpoint, UUID event, String type, Instant at, Map<String, ?> data) {
        boolean lines = endpoint.form() == Endpoint.Form.LINES;
        Map<String, Object> body = new LinkedHashMap<>();
        body.put(lines ? "event_id" : "eventId", event);
        body.put("type", type);
        body.put(lines ? "vendor_id" : "spaceId", endpoint.space());
        body.put(lines ? "occurred_at" : "occurredAt", Times.format(at));
        body.put("data", data);
        return body;
    }
}
