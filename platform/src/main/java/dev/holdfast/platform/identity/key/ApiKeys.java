package dev.holdfast.platform.identity.key;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Fields;
import dev.holdfast.platform.Ids;
import dev.holdfast.platform.Origin;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.audit.Audit;
import dev.holdfast.platform.audit.AuditEntry;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.secrets.OpaqueToken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What can be done with API keys. A key lives as long as its account, until it expires or is deleted. */
@Component
public final class ApiKeys {
    /** How every key begins. */
    public static final String PREFIX = "hf_";

    private static final int KEYS_MAX = 100;
    private static final int SHOWN_LENGTH = PREFIX.length() + 6;
    private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);
    private static final Actor SYSTEM = Actor.system("api-keys");

    private final Transactions transactions;
    private final ApiKeyStore store;
    private final Audit audit;
    private final Ids ids;

    ApiKeys(Transactions transactions, ApiKeyStore store, Audit audit, Ids ids) {
        this.transactions = transactions;
        this.store = store;
        this.audit = audit;
        this.ids = ids;
    }

    /**
     * A key that someone asks for; nothing of it is checked yet.
     *
     * @param spaceId null for all spaces of its owner
     * @param expiresAt null for never
     */
    record Wanted(
            @Nullable String name,
            @Nullable List<@Nullable String> scopes,
            @Nullable String spaceId,
            @Nullable Instant expiresAt) {}

    /** The actor with a key's rights, if there is such a key. Outside of transactions. */
    public Optional<Actor> authenticate(String bearer, Origin origin) {
        byte[] hash = new OpaqueToken(bearer).hash();
        Optional<ApiKeyStore.Used> used = transactions.read(
                SYSTEM,
                tx -> store.use(hash, tx.now())
                        .map(key -> tx.now().minus(USE_NOTED_EVERY).isBefore(lastUse(key))
                                ? key
                                : new ApiKeyStore.Used(key.id(), key.account(), key.space(), key.scopes(), null)));
        used.filter(key -> key.lastUsedAt() == null)
                .ifPresent(key -> transactions.write(SYSTEM, tx -> {
                    store.touch(key.id(), tx.now());
                    return null;
                }));
        return used.map(key ->
                new Actor(Actor.Kind.API_KEY, key.account(), null, Set.copyOf(key.scopes()), key.space(), origin));
    }

    List<ApiKey> list(Actor actor) {
        UUID account = actor.requireAccount();
        return transactions.read(actor, tx -> store.list(account));
    }

    /** Makes a key; the answer is the only one that holds it. */
    ApiKey create(Actor actor, Wanted wanted) {
        UUID account = actor.requireAccount();
        OpaqueToken token = OpaqueToken.random(ids, PREFIX);
        return transactions.write(actor, tx -> {
            if (store.count(account) >= KEYS_MAX) {
                throw new Problem(
                        Code.QUOTA_EXCEEDED, "An account has at most " + KEYS_MAX + " API keys. Delete one first.");
            }
            ApiKey key = checked(tx, wanted, token);
            store.add(account, key, token.hash());
            audit.record(
                    tx,
                    AuditEntry.of("api-key.created", "api-key", key.id(), key.spaceId())
                            .changing(Map.of(), Map.of("name", key.name(), "scopes", key.scopes())));
            return key;
        });
    }

    /** Deletes a key, which opens nothing from then on. Throws NOT_FOUND when the actor has no such key. */
    void delete(Actor actor, UUID id) {
        UUID account = actor.requireAccount();
        transactions.write(actor, tx -> {
            if (!store.remove(account, id)) {
                throw Problem.notFound("API key");
            }
            audit.record(tx, AuditEntry.of("api-key.deleted", "api-key", id, null));
            return null;
        });
    }

    private ApiKey checked(Tx tx, Wanted wanted, OpaqueToken token) {
        Fields fields = new Fields();
        String name = fields.name("name", wanted.name(), Fields.NAME_LENGTH_MAX);
        List<String> scopes = scopes(tx, fields, wanted.scopes());
        UUID space = fields.optionalUuid("spaceId", wanted.spaceId());
        if (space != null && tx.role(space).isEmpty()) {
            fields.refuse("spaceId", "must be a space that you are a member of");
        }
        Instant expires = wanted.expiresAt();
        if (expires != null && !expires.isAfter(tx.now())) {
            fields.refuse("expiresAt", "must lie in the future");
        }
        fields.orThrow();
        String shown = token.value().substring(0, SHOWN_LENGTH);
        return new ApiKey(ids.next(), name, shown, scopes, space, tx.now(), null, expires, token.value());
    }

    private static List<String> scopes(Tx tx, Fields fields, @Nullable List<@Nullable String> words) {
        if (words == null || words.isEmpty()) {
            fields.refuse("scopes", "must name at least one of " + String.join(", ", Scope.words()));
            return List.of();
        }
        if (words.size() > Scope.values().length) {
            fields.refuse("scopes", "must name each scope once");
            return List.of();
        }
        for (int i = 0; i < words.size(); i++) {
            fields.oneOf("scopes[" + i + "]", words.get(i), Scope.words());
        }
        if (words.contains(Scope.ADMIN.word()) && !tx.admin()) {
            fields.refuse("scopes", "admin is for keys of administrators");
        }
        return Scope.words().stream().filter(words::contains).toList();
    }

    private static Instant lastUse(ApiKeyStore.Used key) {
        return key.lastUsedAt() == null ? Instant.MIN : key.lastUsedAt();
    }
}
