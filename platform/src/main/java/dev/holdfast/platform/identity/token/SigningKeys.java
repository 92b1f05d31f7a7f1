package dev.holdfast.platform.identity.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.holdfast.platform.Actor;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.identity.IdentitySettings;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * The keys that sign access tokens. One signs for {@value #SIGNING_DAYS} days; the next is made by whichever node needs it
 * first, and the old one verifies until its last token is out of date. Known keys are held in memory; a key id that isn't
 * known is looked for in the database, at most once in {@link #SEARCH_PAUSE}.
 */
@Component
final class SigningKeys {
    private static final int SIGNING_DAYS = 30;
    private static final Duration SIGNING = Duration.ofDays(SIGNING_DAYS);
    private static final Duration OVERLAP_MIN = Duration.ofDays(1);
    private static final Duration SEARCH_PAUSE = Duration.ofSeconds(1);
    private static final Actor ACTOR = Actor.system("signing-keys");

    private final Transactions transactions;
    private final SigningKeyStore store;
    private final IdentitySettings settings;
    private final InstantSource clock;
    private final SecureRandom random;
    private final AtomicReference<Known> known = new AtomicReference<>(new Known(List.of(), Instant.MIN));

    /** The keys as they were read last. */
    private record Known(List<SigningKey> keys, Instant readAt) {

        Known with(SigningKey key) {
            return new Known(
                    Stream.concat(Stream.of(key), keys.stream()).distinct().toList(), readAt);
        }
    }

    SigningKeys(
            Transactions transactions,
            SigningKeyStore store,
            IdentitySettings settings,
            InstantSource clock,
            SecureRandom random) {
        this.transactions = transactions;
        this.store = store;
        this.settings = settings;
        this.clock = clock;
        this.random = random;
    }

    /** The key to sign with now, made if need be. In a transaction of the worker's role, which must commit for it. */
    SigningKey signing(Tx tx) {
        Instant now = tx.now();
        return signing(known.get().keys(), now).orElseGet(() -> {
            store.lock();
            List<SigningKey> stored = store.list(now);
            SigningKey key = signing(stored, now).orElseGet(() -> create(now));
            tx.afterCommit(() -> known.updateAndGet(before -> before.with(key)));
            return key;
        });
    }

    /** The key with an id, while its tokens may be good. Outside of transactions. */
    Optional<ECKey> verifying(String id) {
        Instant now = clock.instant();
        Known before = known.get();
        Optional<ECKey> key = verifying(before, id, now);
        if (key.isPresent() || now.isBefore(before.readAt().plus(SEARCH_PAUSE))) {
            return key;
        }
        return verifying(transactions.read(ACTOR, tx -> read(now)), id, now);
    }

    /** The public halves of all keys whose tokens may be good. Outside of transactions. */
    List<JWK> published() {
        return transactions.read(ACTOR, tx -> read(tx.now())).keys().stream()
                .map(key -> (JWK) key.pair().toPublicJWK())
                .toList();
    }

    private Known read(Instant now) {
        Known read = new Known(store.list(now), now);
        known.set(read);
        return read;
    }

    private SigningKey create(Instant now) {
        Duration overlap =
                settings.accessLifetime().compareTo(OVERLAP_MIN) > 0 ? settings.accessLifetime() : OVERLAP_MIN;
        try {
            ECKey pair = new ECKeyGenerator(Curve.P_256)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .keyIDFromThumbprint(true)
                    .secureRandom(random)
                    .generate();
            Instant signsUntil = now.plus(SIGNING);
            SigningKey key = new SigningKey(pair, now, signsUntil, signsUntil.plus(overlap));
            store.add(key);
            return key;
        } catch (JOSEException e) {
            throw new IllegalStateException("This Java runtime can't make P-256 keys", e);
        }
    }

    private static Optional<SigningKey> signing(List<SigningKey> keys, Instant now) {
        return keys.stream().filter(key -> now.isBefore(key.signsUntil())).findFirst();
    }

    private static Optional<ECKey> verifying(Known known, String id, Instant now) {
        return known.keys().stream()
                .filter(key -> key.id().equals(id) && now.isBefore(key.verifiesUntil()))
                .map(SigningKey::pair)
                .findFirst();
    }
}
