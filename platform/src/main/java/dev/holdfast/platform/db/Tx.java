package dev.holdfast.platform.db;

import dev.holdfast.platform.Actor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * One open transaction: who acts, in which spaces with which roles, at what time. It is handed to the work and dies with
 * it; keep no reference. The roles were read by the transaction's own first statement, so a role that was taken away
 * before it opened gives nothing any more.
 */
public final class Tx {
    /** What a key or an outside token of an administrator must carry to act as one. */
    private static final String ADMIN_SCOPE = "admin";

    private final Actor actor;
    private final Instant now;
    private final Map<UUID, String> roles;
    private final boolean admin;
    private final boolean writes;
    private final List<Change> changes = new ArrayList<>();
    private final List<Runnable> afterCommit = new ArrayList<>();

    Tx(Actor actor, Instant now, Entry entry, boolean writes) {
        this.actor = actor;
        this.now = now;
        this.roles = new HashMap<>(entry.roles());
        this.admin = entry.admin() && actor.allows(ADMIN_SCOPE) && actor.onlySpace() == null;
        this.writes = writes;
    }

    public Actor actor() {
        return actor;
    }

    /** The one clock reading of this transaction, in milliseconds' precision. */
    public Instant now() {
        return now;
    }

    /** The account's role in a space; empty when it has none there, or the space is deleted. */
    public Optional<String> role(UUID space) {
        return Optional.ofNullable(roles.get(space));
    }

    /** The spaces that the account is a member of. */
    public Set<UUID> spaces() {
        return Collections.unmodifiableSet(roles.keySet());
    }

    /** Whether the account is an administrator of the platform and its credential carries that too. */
    public boolean admin() {
        return admin;
    }

    /** Makes a space that this transaction has just founded visible to the rest of it. Called by {@code Spaces} alone. */
    public void founded(UUID space, String role) {
        roles.put(space, role);
    }

    /** Leaves a change in its space's feed when this transaction commits. Several of one record: the last one counts. */
    public void mark(Change change) {
        if (!writes) {
            throw new IllegalStateException("a read transaction can't mark " + change);
        }
        changes.add(change);
    }

    /** Runs after the commit, on the same thread; not at all after a rollback. Must not throw and not take long. */
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    List<Change> changes() {
        return changes;
    }

    List<Runnable> afterCommit() {
        return afterCommit;
    }
}
