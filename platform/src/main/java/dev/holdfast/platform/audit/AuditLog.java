package dev.holdfast.platform.audit;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Ids;
import dev.holdfast.platform.db.Tx;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes entries in the act's own transaction, without a lock: acts never queue behind one another. */
@Component
final class AuditLog implements Audit {
    private static final int PERSONAL_LENGTH_MAX = 20_000;
    private static final int SALT_BYTES = 16;
    // ASCII alone, so that whatever text somebody sent, lone surrogates too, can be stored and digested.
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final AuditStore store;
    private final SealSignal signal;
    private final Ids ids;

    AuditLog(AuditStore store, SealSignal signal, Ids ids) {
        this.store = store;
        this.signal = signal;
        this.ids = ids;
    }

    @Override
    public void record(Tx tx, AuditEntry entry) {
        Actor actor = Optional.ofNullable(entry.actor()).orElse(tx.actor());
        Personal personal = new Personal(
                actor.origin().address(),
                actor.origin().userAgent(),
                entry.before(),
                entry.after(),
                entry.justification());
        String text = JSON.writeValueAsString(personal);
        if (text.length() > PERSONAL_LENGTH_MAX) {
            // The act must be noted whatever it changed.
            text = JSON.writeValueAsString(personal.without(Map.of("omitted", text.length() + " characters")));
        }
        byte[] salt = ids.secret(SALT_BYTES);
        store.insert(new StoredEntry(
                ids.next(),
                tx.now(),
                entry.space(),
                actor.account(),
                actor.kind().name().toLowerCase(Locale.ROOT),
                role(tx, entry),
                entry.action(),
                entry.entity(),
                entry.entityId(),
                text,
                salt,
                AuditChain.digest(salt, text)));
        tx.afterCommit(signal::wake);
    }

    private static String role(Tx tx, AuditEntry entry) {
        return Optional.ofNullable(entry.space())
                .flatMap(tx::role)
                .orElse(tx.actor().kind() == Actor.Kind.SYSTEM ? "system" : tx.admin() ? "admin" : "");
    }
}
