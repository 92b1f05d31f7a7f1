package dev.holdfast.platform.audit.sealing;

import dev.holdfast.platform.audit.AuditChain;
import dev.holdfast.platform.audit.AuditSettings;
import dev.holdfast.platform.audit.StoredEntry;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.secrets.Macs;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Walks the chains from their beginning, some links a transaction, and compares them with the entries, with their heads
 * and with what was written down about them outside of the database.
 */
@Service
public final class Verification {
    private static final int LINKS_A_STEP = 1_000;
    private static final int CHAINS_A_STEP = 500;
    /** What is younger may be on its way between two statements of the check. */
    private static final Duration YOUNG = Duration.ofMinutes(1);

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final Transactions transactions;
    private final LinkStore store;
    private final Anchors anchors;
    private final Macs macs;
    private final AuditSettings settings;
    private final InstantSource clock;

    Verification(
            Transactions transactions,
            LinkStore store,
            Anchors anchors,
            Macs macs,
            AuditSettings settings,
            InstantSource clock) {
        this.transactions = transactions;
        this.store = store;
        this.anchors = anchors;
        this.macs = macs;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Checks one space's chain, or all. The caller has decided that this may be asked for.
     *
     * @param space the space; null for all chains
     */
    public Verdict verify(@Nullable UUID space) {
        Walk walk = new Walk();
        try {
            Map<UUID, Anchors.Anchor> anchored = anchors.read();
            if (space == null) {
                all(walk, anchored);
            } else {
                chain(walk, space, anchored.get(space));
            }
        } catch (IllegalStateException e) {
            walk.broken(space, 0, null, "anchors: " + e.getMessage());
        }
        return transactions.read(Sealing.SYSTEM, tx -> {
            LinkStore.Unsealed tail = store.unsealed(space);
            store.unknown(space, tx.now().minus(YOUNG))
                    .ifPresent(id -> walk.broken(space, 0, id, "an entry that was never left to be linked"));
            return walk.verdict(new Verdict.Tail(tail.entries(), tail.oldest()));
        });
    }

    private void all(Walk walk, Map<UUID, Anchors.Anchor> anchored) {
        Set<UUID> rest = new HashSet<>(anchored.keySet());
        chain(walk, AuditChain.NO_SPACE, anchored.get(AuditChain.NO_SPACE));
        rest.remove(AuditChain.NO_SPACE);
        UUID after = BEFORE_ALL;
        while (true) {
            UUID from = after;
            List<Head> heads = transactions.read(Sealing.SYSTEM, tx -> store.headsAfter(from, CHAINS_A_STEP));
            for (Head head : heads) {
                chain(walk, head.chain(), anchored.get(head.chain()));
                rest.remove(head.chain());
                after = head.chain();
            }
            if (heads.size() < CHAINS_A_STEP) {
                break;
            }
        }
        rest.forEach(lost -> chain(walk, lost, anchored.get(lost)));
    }

    private void chain(Walk walk, UUID chain, Anchors.@Nullable Anchor anchor) {
        Optional<Head> found = transactions.read(Sealing.SYSTEM, tx -> store.head(chain));
        if (found.isEmpty()) {
            if (anchor != null) {
                walk.broken(chain, anchor.seq(), null, "the whole chain is gone, though its head was written down");
            }
            return;
        }
        Head head = found.get();
        long seq = head.baseSeq();
        byte[] previous = head.baseHash();
        while (seq < head.seq()) {
            long after = seq;
            List<LinkStore.Linked> links =
                    transactions.read(Sealing.SYSTEM, tx -> store.linked(chain, after, LINKS_A_STEP));
            for (LinkStore.Linked linked : links) {
                check(walk, linked, seq + 1, previous);
                checkAnchor(walk, linked.link(), anchor);
                seq = linked.link().seq();
                previous = linked.link().hash();
                walk.entries++;
                if (seq >= head.seq()) {
                    break;
                }
            }
            if (links.isEmpty()) {
                walk.broken(chain, seq + 1, null, "the chain ends here, though its head says " + head.seq());
                break;
            }
        }
        if (seq == head.seq() && !Arrays.equals(previous, head.hash())) {
            walk.broken(chain, seq, null, "the last link isn't the head");
        }
        if (anchor != null && anchor.seq() > seq) {
            walk.broken(chain, seq + 1, null, "the tail is cut: link " + anchor.seq() + " was written down");
        }
        walk.heads.add(new Verdict.End(Walk.space(chain), seq, HexFormat.of().formatHex(head.hash()), head.sealedAt()));
    }

    private void check(Walk walk, LinkStore.Linked linked, long seq, byte @Nullable [] previous) {
        Link link = linked.link();
        if (link.seq() != seq) {
            walk.broken(link, "link " + seq + " is missing or doubled");
        } else if (!Arrays.equals(link.previousHash(), previous)) {
            walk.broken(link, "it doesn't follow the link before it");
        } else if (!macs.verify(
                link.hash(), AuditChain.link(link.chain(), link.seq(), link.previousHash(), link.content()))) {
            walk.broken(link, "its hash isn't one of ours");
        } else {
            checkEntry(walk, link, linked.entry());
        }
    }

    private void checkEntry(Walk walk, Link link, @Nullable StoredEntry entry) {
        if (entry == null) {
            Instant kept = clock.instant().minus(settings.keep());
            if (!link.entryAt().isBefore(kept)) {
                walk.broken(link, "its entry is gone");
            }
        } else if (!Arrays.equals(link.content(), AuditChain.content(entry))) {
            walk.broken(link, "its entry was changed");
        } else if (entry.salt() != null
                && entry.personal() != null
                && !Arrays.equals(entry.digest(), AuditChain.digest(entry.salt(), entry.personal()))) {
            walk.broken(link, "the personal part of its entry was changed");
        } else if ((entry.salt() == null) != (entry.personal() == null)) {
            walk.broken(link, "the personal part of its entry is half erased");
        }
    }

    private static void checkAnchor(Walk walk, Link link, Anchors.@Nullable Anchor anchor) {
        if (anchor != null && anchor.seq() == link.seq() && !Arrays.equals(anchor.hash(), link.hash())) {
            walk.broken(link, "it isn't the link that was written down");
        }
    }

    /** What one check has found so far. */
    private static final class Walk {
        private final List<Verdict.End> heads = new ArrayList<>();
        private long entries;
        private Verdict.@Nullable Broken first;

        void broken(Link link, String reason) {
            broken(link.chain(), link.seq(), link.entryId(), reason);
        }

        void broken(@Nullable UUID chain, long seq, @Nullable UUID entry, String reason) {
            if (first == null) {
                first = new Verdict.Broken(space(chain), seq, entry, reason);
            }
        }

        Verdict verdict(Verdict.Tail tail) {
            return new Verdict(first == null, entries, List.copyOf(heads), first, tail);
        }

        static @Nullable UUID space(@Nullable UUID chain) {
            return AuditChain.NO_SPACE.equals(chain) ? null : chain;
        }
    }
}
