package dev.holdfast.platform.mail;

import dev.holdfast.platform.Ids;
import dev.holdfast.platform.db.Tx;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Leaves messages in the database, sealed, in the transaction that wants them sent. */
@Component
final class MailOutbox implements Outbox {
    private static final int RECIPIENT_LENGTH_MAX = 254;
    private static final int SUBJECT_LENGTH_MAX = 400;
    private static final int TEXT_LENGTH_MAX = 20_000;

    private final OutboxStore store;
    private final MessageBody bodies;
    private final MailSignal signal;
    private final Ids ids;

    MailOutbox(OutboxStore store, MessageBody bodies, MailSignal signal, Ids ids) {
        this.store = store;
        this.bodies = bodies;
        this.signal = signal;
        this.ids = ids;
    }

    @Override
    public void send(Tx tx, Mail mail) {
        check("to", mail.to(), RECIPIENT_LENGTH_MAX);
        check("subject", mail.subject(), SUBJECT_LENGTH_MAX);
        if (mail.text().length() > TEXT_LENGTH_MAX) {
            throw new IllegalArgumentException("a mail's text has at most " + TEXT_LENGTH_MAX + " characters");
        }
        UUID id = ids.next();
        byte[] sealed = bodies.seal(id, new MessageBody.Content(mail.subject(), mail.text()));
        store.insert(id, mail.to(), sealed, tx.now());
        tx.afterCommit(signal::wake);
    }

    /** A line break in a header would be another header. */
    private static void check(String part, String line, int lengthMax) {
        if (line.length() > lengthMax || line.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "a mail's " + part + " is one line of at most " + lengthMax + " characters");
        }
    }
}
