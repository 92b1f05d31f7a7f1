package dev.holdfast.documents.workspace;

import dev.holdfast.documents.WorkspaceRole;
import dev.holdfast.documents.WorkspaceRole.Permission;
import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Ids;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.spaces.Space;
import dev.holdfast.platform.spaces.Spaces;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** The verbs of workspaces. */
@Service
public class Workspaces {
    /** The kind of space that a workspace is. */
    public static final String KIND = "workspace";

    static final String OWNER = WorkspaceRole.OWNER.wireName();

    private final Transactions transactions;
    private final Spaces spaces;
    private final Ids ids;

    Workspaces(Transactions transactions, Spaces spaces, Ids ids) {
        this.transactions = transactions;
        this.spaces = spaces;
        this.ids = ids;
    }

    /** What a creation came to; {@code created} is false when the same workspace was there already. */
    record Creation(Workspace workspace, boolean created) {}

    /** One's workspaces by name, then id, behind the given pair. */
    List<Workspace> list(Actor actor, @Nullable String afterName, @Nullable UUID afterId, int limit) {
        return transactions.read(
                actor,
                tx -> spaces.list(tx, KIND, afterName, afterId, limit).stream()
                        .map(Workspace::of)
                        .toList());
    }

    /**
     * Makes a workspace whose owner is the actor. The same id with the same name again is the first one's answer. Throws
     * ALREADY_EXISTS when the id is another's.
     */
    Creation create(Actor actor, @Nullable UUID id, String name, String aiMode) {
        return transactions.write(actor, tx -> {
            if (id != null && tx.role(id).isPresent()) {
                Workspace there = Workspace.of(spaces.require(tx, KIND, id));
                if (!there.name().equals(name)) {
                    throw new Problem(Code.ALREADY_EXISTS, "The id " + id + " is taken.").with("current", there);
                }
                return new Creation(there, false);
            }
            UUID chosen = id == null ? ids.next() : id;
            Space space = spaces.found(tx, chosen, KIND, name, OWNER, Map.of(Workspace.AI_MODE, aiMode));
            return new Creation(Workspace.of(space), true);
        });
    }

    /** A workspace of one's own. Throws NOT_FOUND. */
    Workspace get(Actor actor, UUID id) {
        return transactions.read(actor, tx -> get(tx, id));
    }

    /** As {@link #get(Actor, UUID)}, inside a transaction. */
    public Workspace get(Tx tx, UUID id) {
        return Workspace.of(spaces.require(tx, KIND, id));
    }

    /** Lets through who holds the permission in a workspace. Throws NOT_FOUND, also for other kinds of space, and FORBIDDEN. */
    public Space require(Tx tx, UUID id, Permission permission) {
        Space space = spaces.require(tx, KIND, id);
        WorkspaceRole.require(tx, id, permission);
        return space;
    }

    /** Renames a workspace or changes its preference; null keeps what is there. Throws NOT_FOUND and FORBIDDEN. */
    Workspace change(Actor actor, UUID id, @Nullable String name, @Nullable String aiMode) {
        return transactions.write(actor, tx -> {
            Space space = require(tx, id, Permission.ADMINISTER);
            Map<String, Object> settings = new HashMap<>(space.settings());
            if (aiMode != null) {
                settings.put(Workspace.AI_MODE, aiMode);
            }
            return Workspace.of(spaces.change(tx, space, name == null ? space.name() : name, settings));
        });
    }

    /** Deletes a workspace; its owner can bring it back for 30 days. Throws NOT_FOUND and FORBIDDEN. */
    void delete(Actor actor, UUID id) {
        transactions.write(actor, tx -> {
            require(tx, id, Permission.ADMINISTER);
            spaces.delete(tx, id);
            return id;
        });
    }

    /** Brings a deleted workspace back. Throws NOT_FOUND unless the actor owned it and the time hasn't run out. */
    Workspace restore(Actor actor, UUID id) {
        return transactions.write(actor, tx -> {
            if (tx.role(id).isEmpty()) {
                spaces.restore(tx, KIND, id, OWNER);
            }
            return Workspace.of(require(tx, id, Permission.ADMINISTER));
        });
    }
}
