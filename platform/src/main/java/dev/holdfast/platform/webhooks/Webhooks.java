package dev.holdfast.platform.webhooks;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Ids;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.audit.Audit;
import dev.holdfast.platform.audit.AuditEntry;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.secrets.Sealer;
import dev.holdfast.platform.secrets.Secret;
import dev.holdfast.platform.spaces.Stewards;
import java.net.URI;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** The verbs of endpoints and deliveries, for who runs the space. */
@Service
public final class Webhooks {
    private static final int SECRET_BYTES = 32;

    private final Transactions transactions;
    private final WebhookStores stores;
    private final Stewards stewards;
    private final Sealer sealer;
    private final Audit audit;
    private final Ids ids;

    Webhooks(Transactions transactions, WebhookStores stores, Stewards stewards, Sealer sealer, Audit audit, Ids ids) {
        this.transactions = transactions;
        this.stores = stores;
        this.stewards = stewards;
        this.sealer = sealer;
        this.audit = audit;
        this.ids = ids;
    }

    /** An endpoint with the secret that signs for it, which is shown this once. */
    public record WithSecret(Endpoint endpoint, Secret secret) {}

    /** The types of event that an endpoint can ask for, sorted. */
    public List<String> eventTypes() {
        return List.copyOf(stores.types().all());
    }

    /** As {@link #eventTypes()}. Throws UNAUTHENTICATED, which only a transaction finds out. */
    public List<String> eventTypes(Actor actor) {
        return transactions.read(actor, tx -> eventTypes());
    }

    /** The endpoints of a space; without one, of all spaces that the account runs. Throws NOT_FOUND, FORBIDDEN. */
    public List<Endpoint> list(Actor actor, @Nullable UUID space) {
        return transactions.read(actor, tx -> {
            if (space == null) {
                return stores.endpoints()
                        .list(tx.spaces().stream()
                                .filter(s -> stewards.runs(tx, s))
                                .toArray(UUID[]::new));
            }
            stewards.require(tx, space);
            return stores.endpoints().list(space);
        });
    }

    /** One endpoint. Throws NOT_FOUND, FORBIDDEN. */
    public Endpoint get(Actor actor, UUID id) {
        return transactions.read(actor, tx -> require(tx, id));
    }

    /** Adds an endpoint. Throws NOT_FOUND, FORBIDDEN, QUOTA_EXCEEDED when the space has as many as it may. */
    public WithSecret create(Actor actor, UUID space, Endpoint.Draft draft, Endpoint.Form form) {
        Secret secret = newSecret();
        return transactions.write(actor, tx -> {
            stewards.require(tx, space);
            stores.endpoints().lockSpace(space);
            int most = stores.settings().perSpace();
            if (stores.endpoints().list(space).size() >= most) {
                throw new Problem(Code.QUOTA_EXCEEDED, "A space has at most " + most + " webhooks.");
            }
            Endpoint endpoint = of(ids.next(), space, draft, form, tx.now(), tx.now());
            stores.endpoints().insert(endpoint, sealer.seal(secret.bytes(), context(endpoint.id())));
            note(tx, "webhook.created", endpoint, Map.of("host", host(endpoint), "events", endpoint.events()));
            return new WithSecret(endpoint, secret);
        });
    }

    /** Changes an endpoint. Throws NOT_FOUND, FORBIDDEN. */
    public Endpoint change(Actor actor, UUID id, UnaryOperator<Endpoint.Draft> change) {
        return transactions.write(actor, tx -> {
            Endpoint now = require(tx, id);
            Endpoint.Draft draft = change.apply(new Endpoint.Draft(
                    now.url(),
                    now.events(),
                    now.description(),
                    now.enabled(),
                    now.retriesMax(),
                    now.toleranceSec(),
                    now.standardHeaders()));
            Endpoint next = of(id, now.space(), draft, now.form(), now.createdAt(), tx.now());
            stores.endpoints().change(next);
            note(
                    tx,
                    "webhook.changed",
                    next,
                    Map.of("host", host(next), "events", next.events(), "enabled", next.enabled()));
            return next;
        });
    }

    /** Removes an endpoint with its deliveries. Throws NOT_FOUND, FORBIDDEN. */
    public void delete(Actor actor, UUID id) {
        transactions.write(actor, tx -> {
            Endpoint endpoint = require(tx, id);
            stores.endpoints().delete(id);
            note(tx, "webhook.deleted", endpoint, Map.of());
            return true;
        });
    }

    /** Gives an endpoint a new secret; the one before signs too for a while. Throws NOT_FOUND, FORBIDDEN. */
    public WithSecret rotate(Actor actor, UUID id) {
        Secret secret = newSecret();
        return transactions.write(actor, tx -> {
            Endpoint endpoint = require(tx, id);
            Instant until = tx.now().plus(stores.settings().overlap());
            stores.endpoints().rotate(id, sealer.seal(secret.bytes(), context(id)), until, tx.now());
            note(tx, "webhook.secret-rotated", endpoint, Map.of());
            return new WithSecret(endpoint, secret);
        });
    }

    /** An endpoint's deliveries, newest first, behind the given one. Throws NOT_FOUND, FORBIDDEN. */
    public List<Delivery> deliveries(
            Actor actor,
            UUID endpoint,
            @Nullable String status,
            @Nullable Instant beforeAt,
            @Nullable UUID beforeId,
            int limit) {
        return transactions.read(actor, tx -> {
            require(tx, endpoint);
            return stores.deliveries().list(endpoint, status, beforeAt, beforeId, limit);
        });
    }

    /** Sends a delivery again, whatever became of it, under the same event id. Throws NOT_FOUND, FORBIDDEN. */
    public Delivery replay(Actor actor, UUID id) {
        return transactions.write(actor, tx -> {
            Delivery delivery = delivery(tx, id);
            Endpoint endpoint = require(tx, delivery.endpointId());
            stores.deliveries().replay(id, tx.now());
            note(tx, "webhook.replayed", endpoint, Map.of("eventId", delivery.eventId()));
            tx.afterCommit(stores.signal()::wake);
            return delivery(tx, id);
        });
    }

    static String context(UUID endpoint) {
        return "webhook:" + endpoint;
    }

    private Endpoint require(Tx tx, UUID id) {
        Endpoint endpoint = stores.endpoints().find(id).orElseThrow(() -> Problem.notFound("webhook"));
        stewards.require(tx, endpoint.space());
        return endpoint;
    }

    private Delivery delivery(Tx tx, UUID id) {
        Delivery delivery = stores.deliveries().find(id).orElseThrow(() -> Problem.notFound("delivery"));
        require(tx, delivery.endpointId());
        return delivery;
    }

    private Secret newSecret() {
        return Secret.of(Signatures.PREFIX + Base64.getEncoder().encodeToString(ids.secret(SECRET_BYTES)));
    }

    private void note(Tx tx, String action, Endpoint endpoint, Map<String, Object> after) {
        audit.record(
                tx,
                AuditEntry.of(action, "webhook", endpoint.id(), endpoint.space())
                        .changing(Map.of(), after));
    }

    /** Without path and query: addresses of webhooks often are secrets themselves. */
    private static String host(Endpoint endpoint) {
        return String.valueOf(URI.create(endpoint.url()).getHost());
    }

    private static Endpoint of(
            UUID id, UUID space, Endpoint.Draft draft, Endpoint.Form form, Instant createdAt, Instant updatedAt) {
        return new Endpoint(
                id,
                space,
                draft.url(),
                draft.events(),
                draft.description(),
                draft.enabled(),
                draft.retriesMax(),
                draft.toleranceSec(),
                draft.standardHeaders(),
                form,
                createdAt,
                updatedAt);
    }
}
