package dev.holdfast.platform.spaces;

import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.audit.Audit;
import dev.holdfast.platform.audit.AuditEntry;
import dev.holdfast.platform.db.Change;
import dev.holdfast.platform.db.Tx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Founds, changes and deletes spaces, inside the transaction of an app's verb, which decides who may. Every change is in
 * the space's own feed as entity {@code space}.
 */
@Service
public class Spaces {
    /** How long a deleted space can be brought back. */
    public static final Duration UNDELETE_WINDOW = Duration.ofDays(30);

    /** The kind of record that a space is in its own feed. */
    public static final String ENTITY = "space";

    private final SpaceStore store;
    private final Audit audit;

    Spaces(SpaceStore store, Audit audit) {
        this.store = store;
        this.audit = audit;
    }

    /** Founds a space with the acting account as its first member. Throws ALREADY_EXISTS when the id is taken. */
    public Space found(Tx tx, UUID id, String kind, String name, String role, Map<String, Object> settings) {
        if (store.exists(id)) {
            throw new Problem(Code.ALREADY_EXISTS, "There is a " + kind + " with the id " + id + " already.");
        }
        UUID founder = tx.actor().requirePerson();
        Space space = new Space(id, kind, name, role, settings, tx.now(), tx.now());
        store.found(space, tx.now());
        tx.founded(id, role);
        tx.mark(Change.upsert(id, ENTITY, id, null));
        tx.mark(Change.upsert(id, Members.ENTITY, founder, null));
        audit.record(tx, AuditEntry.of("space.created", ENTITY, id, id).changing(Map.of(), Map.of("kind", kind)));
        return space;
    }

    /** A space that the actor is a member of. Throws NOT_FOUND. */
    public Space require(Tx tx, String kind, UUID id) {
        return store.find(kind, id).filter(space -> tx.role(id).isPresent()).orElseThrow(() -> Problem.notFound(kind));
    }

    /**
     * The actor's spaces of a kind by name, then id, behind the given pair.
     *
     * @param limit how many at most
     */
    public List<Space> list(Tx tx, String kind, @Nullable String afterName, @Nullable UUID afterId, int limit) {
        return store.list(kind, afterName, afterId, limit).stream()
                .filter(space -> tx.role(space.id()).isPresent())
                .toList();
    }

    /** Gives a space another name and other settings. Throws NOT_FOUND. */
    public Space change(Tx tx, Space space, String name, Map<String, Object> settings) {
        if (!store.change(space.id(), name, settings, tx.now())) {
            throw Problem.notFound(space.kind());
        }
        tx.mark(Change.upsert(space.id(), ENTITY, space.id(), null));
        audit.record(
                tx,
                AuditEntry.of("space.changed", ENTITY, space.id(), space.id())
                        .changing(Map.of("settings", space.settings()), Map.of("settings", settings)));
        return new Space(space.id(), space.kind(), name, space.role(), settings, space.createdAt(), tx.now());
    }

    /** Deletes a space: its members lose it at once, an owner can bring it back for {@link #UNDELETE_WINDOW}. */
    public void delete(Tx tx, UUID id) {
        if (store.delete(id, tx.now())) {
            tx.mark(Change.delete(id, ENTITY, id));
            audit.record(tx, AuditEntry.of("space.deleted", ENTITY, id, id));
        }
    }

    /** Brings a deleted space back. Throws NOT_FOUND unless the actor held {@code ownerRole} there, in time. */
    public void restore(Tx tx, String kind, UUID id, String ownerRole) {
        if (!store.restore(id, ownerRole, tx.now().minus(UNDELETE_WINDOW), tx.now())) {
            throw Problem.notFound(kind);
        }
        store.see(id);
        tx.founded(id, ownerRole);
        tx.mark(Change.upsert(id, ENTITY, id, null));
        audit.record(tx, AuditEntry.of("space.restored", ENTITY, id, id));
    }
}
