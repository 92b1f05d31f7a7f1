package dev.holdfast.platform.secrets;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.mac.MacConfig;
import com.google.crypto.tink.mac.PredefinedMacParameters;
import dev.holdfast.platform.Actor;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.db.Tx;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * The program's keys, read once at the start and then again and again, so that each node knows a new key before any node
 * seals with it: a rotation adds a key that only opens, and promotes it when every node has had time to read it.
 */
@Component
public final class Keysets {
    /** The keys that seal values. */
    static final String SEALING = "sealing";
    /** The keys that hash. */
    static final String HASHING = "hashing";

    private static final Actor SYSTEM = Actor.system("secrets");
    private static final Map<String, Parameters> KINDS = Map.of(
            SEALING, PredefinedAeadParameters.AES256_GCM,
            HASHING, PredefinedMacParameters.HMAC_SHA256_256BITTAG);

    private final Transactions transactions;
    private final KeysetStore store;
    private final Keys keys;
    private final SecretsSettings settings;
    private final Map<String, KeysetHandle> loaded = new ConcurrentHashMap<>();

    Keysets(Transactions transactions, KeysetStore store, Keys keys, SecretsSettings settings)
            throws GeneralSecurityException {
        AeadConfig.register();
        MacConfig.register();
        this.transactions = transactions;
        this.store = store;
        this.keys = keys;
        this.settings = settings;
        refresh();
    }

    /**
     * Adds a key to each set, in a transaction of the program's own. It seals from {@code holdfast.secrets.promote-after} on.
     * While one waits for that, nothing more is added.
     *
     * @return when the new keys seal
     */
    public Instant rotate(Tx tx) {
        Instant promoteAt = tx.now().plus(settings.promoteAfter());
        KINDS.forEach((name, kind) -> {
            KeysetStore.Row row = store.lock(name).orElseThrow();
            if (row.promoteAt() == null) {
                KeysetHandle more = keys.withNext(keys.open(name, row.sealed()), kind);
                store.update(name, keys.sealed(name, more), promoteAt, tx.now());
            }
        });
        return promoteAt;
    }

    /** Reads the keys again, and promotes those whose time has come. */
    public void refresh() {
        KINDS.forEach((name, kind) -> loaded.put(name, transactions.write(SYSTEM, tx -> current(tx, name, kind))));
    }

    KeysetHandle of(String name) {
        return Optional.ofNullable(loaded.get(name)).orElseThrow();
    }

    private KeysetHandle current(Tx tx, String name, Parameters kind) {
        Optional<KeysetStore.Row> found = store.find(name);
        if (found.isEmpty()) {
            store.insert(name, keys.sealed(name, keys.fresh(kind)), tx.now());
            found = store.find(name);
        }
        KeysetStore.Row row = found.orElseThrow();
        if (!isDue(row, tx.now()) && keys.underCurrentMaster(name, row.sealed())) {
            return keys.open(name, row.sealed());
        }
        KeysetStore.Row locked = store.lock(name).orElseThrow();
        KeysetHandle handle = keys.open(name, locked.sealed());
        boolean due = isDue(locked, tx.now());
        KeysetHandle next = due ? keys.promoted(handle) : handle;
        store.update(name, keys.sealed(name, next), due ? null : locked.promoteAt(), tx.now());
        return next;
    }

    private static boolean isDue(KeysetStore.Row row, Instant now) {
        return row.promoteAt() != null && !row.promoteAt().isAfter(now);
    }
}
