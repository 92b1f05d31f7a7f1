package dev.holdfast.platform.secrets.rotation;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.audit.Audit;
import dev.holdfast.platform.audit.AuditEntry;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.jobs.Jobs;
import dev.holdfast.platform.secrets.Keysets;
import dev.holdfast.platform.secrets.SealedColumn;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** The verbs of changing keys. For administrators. */
@Service
public final class Rotation {
    private static final Actor SYSTEM = Actor.system("secrets");
    /** So that the job begins after each node has read that the new key seals. */
    private static final Duration RESEAL_AFTER = Duration.ofMinutes(1);

    private final Transactions transactions;
    private final Keysets keysets;
    private final Jobs jobs;
    private final Audit audit;
    private final List<SealedColumn> columns;

    Rotation(Transactions transactions, Keysets keysets, Jobs jobs, Audit audit, List<SealedColumn> columns) {
        this.transactions = transactions;
        this.keysets = keysets;
        this.jobs = jobs;
        this.audit = audit;
        this.columns = columns.stream()
                .sorted(Comparator.comparing(SealedColumn::name))
                .toList();
    }

    /**
     * What was set going.
     *
     * @param jobId the job that seals again what lies under older keys
     * @param sealsFrom when the new key seals
     */
    public record Rotated(UUID jobId, Instant sealsFrom) {}

    /** Adds new keys and has everything sealed again under them, while the program runs. */
    public Rotated rotate(Actor actor) {
        requireAdmin(actor);
        return transactions.write(SYSTEM, tx -> {
            Instant from = keysets.rotate(tx);
            UUID job = jobs.enqueueAt(tx, from.plus(RESEAL_AFTER), ResealJob.KIND, Map.of(), null, actor.account());
            audit.record(
                    tx, AuditEntry.of("secrets.rotated", "keyset", job, null).by(actor));
            return new Rotated(job, from);
        });
    }

    /** What is sealed in the database, by column. */
    public List<SealedColumn> columns(Actor actor) {
        requireAdmin(actor);
        return columns;
    }

    private void requireAdmin(Actor actor) {
        if (!transactions.read(actor, Tx::admin)) {
            throw new Problem(Code.FORBIDDEN, "Only an administrator of the platform may do this.");
        }
    }
}
