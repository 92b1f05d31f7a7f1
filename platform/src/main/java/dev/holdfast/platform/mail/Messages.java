package dev.holdfast.platform.mail;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.jobs.JobContext;
import dev.holdfast.platform.jobs.JobHandler;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** What lies in the outbox, for administrators; and the job that empties it. */
@Service
final class Messages implements JobHandler {
    static final String KIND = "clean-outbox";
    private static final Actor SYSTEM = Actor.system("mail");

    private final Transactions transactions;
    private final OutboxStore store;
    private final MessageBody bodies;
    private final MailSettings settings;

    Messages(Transactions transactions, OutboxStore store, MessageBody bodies, MailSettings settings) {
        this.transactions = transactions;
        this.store = store;
        this.bodies = bodies;
        this.settings = settings;
    }

    /** Messages, newest first, behind the given one. For an administrator. */
    List<Message> list(Actor actor, @Nullable Instant beforeAt, @Nullable UUID beforeId, int limit) {
        if (!transactions.read(actor, Tx::admin)) {
            throw new Problem(Code.FORBIDDEN, "Only an administrator of the platform may do this.");
        }
        return transactions.read(SYSTEM, tx -> store.list(beforeAt, beforeId, limit)).stream()
                .map(row -> {
                    MessageBody.Content content = bodies.open(row.id(), row.sealed());
                    return new Message(
                            row.id(), row.recipient(), content.subject(), content.text(), row.status(), row.at());
                })
                .toList();
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Object run(JobContext job) {
        int deleted = job.step(tx -> store.forget(tx.now().minus(settings.keep())));
        return Map.of("deleted", deleted);
    }
}
