package dev.holdfast.platform.audit.sealing;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.audit.AuditChain;
import dev.holdfast.platform.audit.StoredEntry;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.secrets.Macs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;

/**
 * Links entries into their space's chain after their commit, one writer at a time over all nodes, so that acts never wait
 * for a chain. An entry that commits late is linked later: the chain's order is the order of sealing.
 */
@Service
public final class Sealing {
    static final Actor SYSTEM = Actor.system("audit");
    private static final int ENTRIES_A_ROUND = 2_000;

    private final Transactions transactions;
    private final LinkStore store;
    private final Anchors anchors;
    private final Macs macs;

    Sealing(Transactions transactions, LinkStore store, Anchors anchors, Macs macs) {
        this.transactions = transactions;
        this.store = store;
        this.anchors = anchors;
        this.macs = macs;
    }

    /** Seals what waits, unless another node does. Returns whether more waits. */
    public boolean seal() {
        int[] taken = new int[1];
        Collection<Head> moved = transactions.write(SYSTEM, tx -> {
            taken[0] = 0;
            if (!store.tryLock()) {
                return List.of();
            }
            List<StoredEntry> entries = store.take(ENTRIES_A_ROUND);
            taken[0] = entries.size();
            return entries.isEmpty() ? List.of() : link(entries, tx.now());
        });
        anchors.note(moved);
        return taken[0] == ENTRIES_A_ROUND;
    }

    private Collection<Head> link(List<StoredEntry> entries, Instant now) {
        Set<UUID> chains = entries.stream().map(StoredEntry::chain).collect(Collectors.toSet());
        Map<UUID, Head> heads = new HashMap<>();
        store.heads(chains).forEach(head -> heads.put(head.chain(), head));
        // Never before a link that stands already, whatever the clocks of the nodes say: months are dropped by this
        // time.
        Instant sealedAt = heads.values().stream().map(Head::sealedAt).reduce(now, (a, b) -> a.isAfter(b) ? a : b);
        List<Link> links = new ArrayList<>(entries.size());
        for (StoredEntry entry : entries) {
            Head last = heads.get(entry.chain());
            long seq = last == null ? 1 : last.seq() + 1;
            byte[] previous = last == null ? null : last.hash();
            byte[] content = AuditChain.content(entry);
            byte[] hash = macs.compute(AuditChain.link(entry.chain(), seq, previous, content));
            links.add(new Link(sealedAt, entry.chain(), seq, entry.at(), entry.id(), content, previous, hash));
            heads.put(entry.chain(), new Head(entry.chain(), seq, hash, sealedAt, 0, null));
        }
        store.insert(links, sealedAt);
        heads.values().forEach(store::moveHead);
        return heads.values();
    }
}
