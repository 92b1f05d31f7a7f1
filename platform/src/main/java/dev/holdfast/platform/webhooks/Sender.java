package dev.holdfast.platform.webhooks;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.audit.SecurityEvent;
import dev.holdfast.platform.audit.SecurityEvents;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.egress.ForbiddenAddressException;
import dev.holdfast.platform.egress.GuardedClient;
import dev.holdfast.platform.secrets.Sealer;
import dev.holdfast.platform.secrets.Secret;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Sends what is due. A delivery is leased, sent outside of a transaction, then marked: at least once, under an event id that
 * stays the same. What isn't answered with 2xx in time is tried again later and later, until it is dead; so is what can't be
 * signed, since the key may come back.
 */
@Component
final class Sender implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(Sender.class);
    private static final Actor SYSTEM = Actor.system("webhooks");
    private static final Duration ANSWER_WAIT_MAX = Duration.ofSeconds(10);
    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final int DELIVERIES_A_ROUND = 20;
    private static final String UNSIGNABLE = "can't be signed: the webhook's secret doesn't open; rotate it";
    private static final int ERROR_LENGTH_MAX = 300;
    private static final double JITTER = 0.2;
    private static final List<Duration> RETRY_AFTER = List.of(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            Duration.ofHours(6));

    private final Transactions transactions;
    private final WebhookStores stores;
    private final Sealer sealer;
    private final SecurityEvents security;
    private final SecureRandom random;
    private final MeterRegistry meters;
    private final GuardedClient http;

    Sender(
            Transactions transactions,
            WebhookStores stores,
            Sealer sealer,
            SecurityEvents security,
            SecureRandom random,
            MeterRegistry meters) {
        this.transactions = transactions;
        this.stores = stores;
        this.sealer = sealer;
        this.security = security;
        this.random = random;
        this.meters = meters;
        this.http = new GuardedClient(stores.settings().allowPrivate(), ANSWER_WAIT_MAX);
    }

    private record Prepared(DeliveryStore.Due due, Endpoint endpoint, Map<String, String> headers) {}

    /** What a try came to; status 0 when nothing was answered. */
    private record Answer(int status, String error, Outcome outcome) {}

    /** Secrets that don't open any more, as when the key they were sealed under is missing. */
    private static final class UnsignableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnsignableException(RuntimeException cause) {
            super(cause);
        }
    }

    /** What tries are counted by. */
    private enum Outcome {
        DELIVERED,
        REFUSED,
        UNREACHED,
        UNSIGNABLE,
        BROKEN
    }

    /** Sends what is due, all of it at once. Returns whether more may wait. */
    boolean round() {
        List<DeliveryStore.Due> due = transactions.write(
                SYSTEM,
                tx -> stores.deliveries()
                        .lease(DELIVERIES_A_ROUND, tx.now(), tx.now().plus(LEASE)));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            due.forEach(delivery -> threads.execute(() -> attempt(delivery)));
        }
        return due.size() == DELIVERIES_A_ROUND;
    }

    @Override
    public void destroy() throws IOException {
        http.close();
    }

    /** Whatever goes wrong ends in the delivery's row, or where not even that can be written, in the log. */
    private void attempt(DeliveryStore.Due due) {
        try {
            Endpoint endpoint = transactions.read(
                    SYSTEM, tx -> stores.endpoints().find(due.endpoint()).orElse(null));
            if (endpoint != null) {
                send(due, endpoint);
            }
        } catch (RuntimeException | Error e) {
            count(Outcome.BROKEN);
            log.error(
                    "Delivery {} couldn't be tried or marked; it is tried again in {} s",
                    due.id(),
                    LEASE.toSeconds(),
                    e);
        }
    }

    private void send(DeliveryStore.Due due, Endpoint endpoint) {
        String signature = null;
        Answer answer;
        try {
            Prepared prepared = transactions.read(SYSTEM, tx -> prepare(due, endpoint, tx.now()));
            signature = Objects.requireNonNull(prepared.headers().get("X-Signature"));
            answer = post(prepared);
        } catch (UnsignableException e) {
            log.error("Delivery {} can't be signed: the secret of webhook {} doesn't open", due.id(), endpoint.id(), e);
            answer = new Answer(0, UNSIGNABLE, Outcome.UNSIGNABLE);
        } catch (RuntimeException e) {
            log.error("Delivery {} failed for a reason of ours", due.id(), e);
            answer = new Answer(0, "an error inside the server, see its log", Outcome.BROKEN);
        }
        mark(due, endpoint, answer, signature);
        count(answer.outcome());
    }

    private void mark(DeliveryStore.Due due, Endpoint endpoint, Answer answer, @Nullable String signature) {
        transactions.write(SYSTEM, tx -> {
            stores.deliveries()
                    .ended(
                            due,
                            answer.outcome() == Outcome.DELIVERED
                                    ? new DeliveryStore.End("delivered", null, null, answer.status(), signature)
                                    : failed(due, endpoint, answer, signature, tx.now()));
            return true;
        });
    }

    private Prepared prepare(DeliveryStore.Due due, Endpoint endpoint, Instant now) {
        EndpointStore.Secrets sealed = stores.endpoints()
                .secrets(due.endpoint(), now)
                .orElseThrow(() -> new IllegalStateException("the webhook is gone"));
        return new Prepared(
                due, endpoint, Signatures.headers(endpoint, due.event(), due.body(), now, open(endpoint, sealed)));
    }

    private List<Secret> open(Endpoint endpoint, EndpointStore.Secrets sealed) {
        String context = Webhooks.context(endpoint.id());
        List<Secret> secrets = new ArrayList<>();
        try {
            secrets.add(Secret.of(sealer.open(sealed.now(), context)));
        } catch (IllegalStateException e) {
            throw new UnsignableException(e);
        }
        if (sealed.before() != null) {
            try {
                secrets.add(Secret.of(sealer.open(sealed.before(), context)));
            } catch (IllegalStateException e) {
                // Else a rotation, which is the remedy for a secret that is lost, would help only once the old one is
                // over.
                log.warn("The secret before the rotation of webhook {} doesn't open", endpoint.id(), e);
            }
        }
        return secrets;
    }

    private Answer post(Prepared prepared) {
        if (!prepared.endpoint().enabled()) {
            return new Answer(0, "the webhook is switched off", Outcome.UNREACHED);
        }
        try {
            int status = http.post(
                    URI.create(prepared.endpoint().url()), prepared.due().body(), prepared.headers());
            boolean taken = status >= 200 && status < 300;
            return new Answer(status, "answered " + status, taken ? Outcome.DELIVERED : Outcome.REFUSED);
        } catch (ForbiddenAddressException e) {
            security.note(new SecurityEvent(
                    "webhook.forbidden-address",
                    SYSTEM,
                    null,
                    prepared.endpoint().space()));
            return new Answer(0, "the address isn't on the public internet", Outcome.UNREACHED);
        } catch (IOException e) {
            String reason = "no answer: " + e.getClass().getSimpleName();
            return new Answer(0, reason.substring(0, Math.min(reason.length(), ERROR_LENGTH_MAX)), Outcome.UNREACHED);
        }
    }

    private DeliveryStore.End failed(
            DeliveryStore.Due due, Endpoint endpoint, Answer answer, @Nullable String signature, Instant now) {
        int attempt = due.attempt();
        Integer status = answer.status() == 0 ? null : answer.status();
        if (attempt > endpoint.retriesMax()) {
            return new DeliveryStore.End("dead", null, answer.error(), status, signature);
        }
        Duration wait = RETRY_AFTER.get(Math.min(attempt, RETRY_AFTER.size()) - 1);
        long jittered = Math.round(wait.toMillis() * (1 + JITTER * random.nextDouble()));
        return new DeliveryStore.End("failed", now.plusMillis(jittered), answer.error(), status, signature);
    }

    private void count(Outcome outcome) {
        meters.counter("holdfast.webhooks.tries", "outcome", outcome.name().toLowerCase(Locale.ROOT))
                .increment();
    }
}
