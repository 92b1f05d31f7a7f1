package dev.holdfast.platform.webhooks;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.audit.SecurityEvent;
import dev.holdfast.platform.audit.SecurityEvents;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.egress.ForbiddenAddressException;
import dev.holdfast.platform.egress.GuardedClient;
import dev.holdfast.platform.secrets.Sealer;
import dev.holdfast.platform.secrets.Secret;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Sends what is due. A delivery is leased, sent outside of a transaction, then marked: at least once, under an event id that
 * stays the same. What isn't answered with 2xx in time is tried again later and later, until it is dead.
 */
@Component
final class Sender implements DisposableBean {
    private static final Actor SYSTEM = Actor.system("webhooks");
    private static final Duration ANSWER_WAIT_MAX = Duration.ofSeconds(10);
    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final int DELIVERIES_A_ROUND = 20;
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
    private final GuardedClient http;

    Sender(
            Transactions transactions,
            WebhookStores stores,
            Sealer sealer,
            SecurityEvents security,
            SecureRandom random) {
        this.transactions = transactions;
        this.stores = stores;
        this.sealer = sealer;
        this.security = security;
        this.random = random;
        this.http = new GuardedClient(stores.settings().allowPrivate(), ANSWER_WAIT_MAX);
    }

    private record Prepared(DeliveryStore.Due due, Endpoint endpoint, Map<String, String> headers) {}

    private record Answer(int status, String error) {}

    /** Sends what is due, all of it at once. Returns whether more may wait. */
    boolean round() throws InterruptedException {
        List<DeliveryStore.Due> due = transactions.write(
                SYSTEM,
                tx -> stores.deliveries()
                        .lease(DELIVERIES_A_ROUND, tx.now(), tx.now().plus(LEASE)));
        List<Callable<Void>> sendings = new ArrayList<>();
        for (DeliveryStore.Due delivery : due) {
            sendings.add(() -> {
                send(delivery);
                return null;
            });
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.invokeAll(sendings);
        }
        return due.size() == DELIVERIES_A_ROUND;
    }

    @Override
    public void destroy() throws IOException {
        http.close();
    }

    private void send(DeliveryStore.Due due) {
        Prepared prepared = transactions.read(SYSTEM, tx -> prepare(due, tx.now()));
        if (prepared == null) {
            return;
        }
        Answer answer = post(prepared);
        boolean delivered = answer.status() >= 200 && answer.status() < 300;
        transactions.write(SYSTEM, tx -> {
            stores.deliveries()
                    .ended(due, delivered ? delivered(prepared, answer) : failed(prepared, answer, tx.now()));
            return true;
        });
    }

    private @Nullable Prepared prepare(DeliveryStore.Due due, Instant now) {
        Endpoint endpoint = stores.endpoints().find(due.endpoint()).orElse(null);
        EndpointStore.Secrets sealed =
                stores.endpoints().secrets(due.endpoint(), now).orElse(null);
        if (endpoint == null || sealed == null) {
            return null;
        }
        String context = Webhooks.context(endpoint.id());
        List<Secret> secrets = new ArrayList<>();
        secrets.add(Secret.of(sealer.open(sealed.now(), context)));
        if (sealed.before() != null) {
            secrets.add(Secret.of(sealer.open(sealed.before(), context)));
        }
        return new Prepared(due, endpoint, Signatures.headers(endpoint, due.event(), due.body(), now, secrets));
    }

    private Answer post(Prepared prepared) {
        if (!prepared.endpoint().enabled()) {
            return new Answer(0, "the webhook is switched off");
        }
        try {
            int status = http.post(
                    URI.create(prepared.endpoint().url()), prepared.due().body(), prepared.headers());
            return new Answer(status, "answered " + status);
        } catch (ForbiddenAddressException e) {
            security.note(new SecurityEvent(
                    "webhook.forbidden-address",
                    SYSTEM,
                    null,
                    prepared.endpoint().space()));
            return new Answer(0, "the address isn't on the public internet");
        } catch (IOException e) {
            String reason = "no answer: " + e.getClass().getSimpleName();
            return new Answer(0, reason.substring(0, Math.min(reason.length(), ERROR_LENGTH_MAX)));
        }
    }

    private static DeliveryStore.End delivered(Prepared prepared, Answer answer) {
        return new DeliveryStore.End("delivered", null, null, answer.status(), signature(prepared));
    }

    private DeliveryStore.End failed(Prepared prepared, Answer answer, Instant now) {
        int attempt = prepared.due().attempt();
        Integer status = answer.status() == 0 ? null : answer.status();
        if (attempt > prepared.endpoint().retriesMax()) {
            return new DeliveryStore.End("dead", null, answer.error(), status, signature(prepared));
        }
        Duration wait = RETRY_AFTER.get(Math.min(attempt, RETRY_AFTER.size()) - 1);
        long jittered = Math.round(wait.toMillis() * (1 + JITTER * random.nextDouble()));
        return new DeliveryStore.End("failed", now.plusMillis(jittered), answer.error(), status, signature(prepared));
    }

    private static String signature(Prepared prepared) {
        return Objects.requireNonNull(prepared.headers().get("X-Signature"));
    }
}
