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
import java.util.UUID;
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
     * Leaves an event that isn't a change of one record, e.g. the end of a job.
     *
     * @param tx a transaction of the program's own, or of a member of the space
     * @param type at most 60 characters
     * @param data an object; with the rest of the body at most 200,000 characters as JSON
     */
    public void emit(Tx tx, UUID space, String type, Instant occurredAt, Map<String, ?> data) {
        List<Endpoint> endpoints = stores.endpoints().wanting(space, type);
        if (endpoints.isEmpty()) {
            return;
        }
        UUID event = ids.next();
        for (Endpoint endpoint : endpoints) {
            String body = json.writeValueAsString(body(endpoint, event, type, occurredAt, data));
            if (body.length() > BODY_LENGTH_MAX) {
                throw new IllegalArgumentException("an event's body has at most " + BODY_LENGTH_MAX + " characters");
            }
            stores.deliveries().insert(ids.next(), endpoint, event, type, body, tx.now());
        }
        tx.afterCommit(stores.signal()::wake);
    }

    /**
     * Leaves the event that a change of a record is, if its kind has one. Only the latest state is known: a record that was
     * made and changed between two looks is told as made.
     *
     * @param tx a transaction of the program's own
     */
    public void changed(
            Tx tx, UUID space, String entity, UUID record, Operation operation, @Nullable String etag, Instant at) {
        WebhookEvent event = stores.types().of(entity).orElse(null);
        if (event == null) {
            return;
        }
        type(event, space, record, operation).ifPresent(type -> {
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("entity", entity);
            data.put("id", record);
            if (etag != null) {
                data.put("etag", etag);
            }
            emit(tx, space, type, at, data);
        });
    }

    private Optional<String> type(WebhookEvent event, UUID space, UUID record, Operation operation) {
        boolean tellsNew = event.created() != null;
        if (operation == Operation.DELETE) {
            boolean told = !tellsNew || stores.deliveries().unlearn(space, event.entity(), record);
            return told ? Optional.ofNullable(event.deleted()) : Optional.empty();
        }
        boolean isNew = tellsNew && stores.deliveries().learn(space, event.entity(), record);
        return Optional.ofNullable(isNew ? event.created() : event.updated());
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
