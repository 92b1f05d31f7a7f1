package dev.holdfast.platform.audit.trail;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.audit.Audit;
import dev.holdfast.platform.audit.AuditEntry;
import dev.holdfast.platform.audit.sealing.Verdict;
import dev.holdfast.platform.audit.sealing.Verification;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.spaces.Stewards;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Who may read what of the audit log: everybody their own acts, who runs a space all of that space, an administrator of the
 * platform everything, which is itself noted where it isn't their own space.
 */
@Service
public final class AuditTrail {
    private static final Actor SYSTEM = Actor.system("audit");
    private static final int LIST_LENGTH_MAX = 1_001;

    private final Transactions transactions;
    private final TrailStore store;
    private final Stewards stewards;
    private final Verification verification;
    private final Audit audit;

    AuditTrail(Transactions transactions, TrailStore store, Stewards stewards, Verification verification, Audit audit) {
        this.transactions = transactions;
        this.store = store;
        this.stewards = stewards;
        this.verification = verification;
        this.audit = audit;
    }

    /**
     * Entries, newest first, behind the given one. Without a space: one's own acts, or everything for an administrator.
     * Throws NOT_FOUND, FORBIDDEN.
     *
     * @param limit at most 1,001
     */
    public List<AuditRecord> list(
            Actor actor, AuditQuery query, @Nullable Instant afterAt, @Nullable UUID afterId, int limit) {
        int most = Math.min(limit, LIST_LENGTH_MAX);
        if (isForeign(actor, query.space())) {
            return transactions.read(SYSTEM, tx -> store.list(query, afterAt, afterId, most));
        }
        return transactions.read(actor, tx -> {
            AuditQuery allowed = query;
            if (query.space() != null) {
                stewards.require(tx, query.space());
            } else if (!tx.admin()) {
                allowed = query.ofActor(own(actor, query));
            }
            UUID only = actor.onlySpace();
            return store.list(only == null ? allowed : allowed.inSpace(only), afterAt, afterId, most);
        });
    }

    /** Notes that an administrator reads the log of a space that isn't theirs; does nothing for others. */
    public void noteForeign(Actor actor, String action, AuditQuery query) {
        if (isForeign(actor, query.space())) {
            note(actor, action, query);
        }
    }

    /** Notes that entries are about to be exported. Throws like {@link #list}. */
    public void note(Actor actor, String action, AuditQuery query) {
        AuditEntry entry = new AuditEntry(action, "audit", null, query.space(), Map.of(), Map.of(), null, null);
        if (isForeign(actor, query.space())) {
            transactions.write(SYSTEM, tx -> {
                audit.record(tx, entry.by(actor));
                return true;
            });
            return;
        }
        transactions.write(actor, tx -> {
            if (query.space() != null) {
                stewards.require(tx, query.space());
            }
            audit.record(tx, entry);
            return true;
        });
    }

    /** Checks a space's chain for who runs it, or all chains for an administrator. Throws NOT_FOUND, FORBIDDEN. */
    public Verdict verify(Actor actor, @Nullable UUID space) {
        if (!isForeign(actor, space)) {
            transactions.read(actor, tx -> {
                if (space == null) {
                    throw new Problem(
                            Code.FORBIDDEN, "Only an administrator of the platform checks all chains; name a spaceId.");
                }
                stewards.require(tx, space);
                return true;
            });
        }
        return verification.verify(space);
    }

    /** Whether an administrator reaches beyond their own spaces. */
    private boolean isForeign(Actor actor, @Nullable UUID space) {
        actor.requireAccount();
        return transactions.read(actor, tx -> tx.admin() && !isMember(tx, space));
    }

    private static boolean isMember(Tx tx, @Nullable UUID space) {
        return space != null && tx.role(space).isPresent();
    }

    private static UUID own(Actor actor, AuditQuery query) {
        UUID self = actor.requireAccount();
        if (query.actor() != null && !query.actor().equals(self)) {
            throw new Problem(Code.FORBIDDEN, "Name a spaceId to read what others did there.");
        }
        return self;
    }
}
