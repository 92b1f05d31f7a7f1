package dev.holdfast.platform.mail;

import dev.holdfast.platform.Ids;
import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.secrets.Sealer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Leaves messages in the database, sealed, in the transaction that wants them sent. */
@Component
final class MailOutbox implements Outbox {
    private static final int RECIPIENT_LENGTH_MAX = 254;
    private static final int SUBJECT_LENGTH_MAX = 400;
    private static final int TEXT_LENGTH_MAX = 20_000;
    private static final String CONTEXT = "outbox:";

    private final OutboxStore store;
    private final Sealer sealer;
    private final Ids ids;
    private final JsonMapper json;

    MailOutbox(OutboxStore store, Sealer sealer, Ids ids, JsonMapper json) {
        this.store = store;
        this.sealer = sealer;
        this.ids = ids;
        this.json = json;
    }

    private record Body(String subject, String text) {}

    @Override
    public void send(Tx tx, Mail mail) {
        check("to", mail.to(), RECIPIENT_LENGTH_MAX);
        check("subject", mail.subject(), SUBJECT_LENGTH_MAX);
        if (mail.text().length() > TEXT_LENGTH_MAX) {
            throw new IllegalArgumentException("a mail's text has at most " + TEXT_LENGTH_MAX + " characters");
        }
        UUID id = ids.next();
        String body = json.writeValueAsString(new Body(mail.subject(), mail.text()));
        store.insert(id, mail.to(), sealer.seal(body.getBytes(StandardCharsets.UTF_8), CONTEXT + id), tx.now());
    }

    /** A line break in a header would be another header. */
    private static void check(String part, String line, int lengthMax) {
        if (line.length() > lengthMax || line.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a mail's " + part + " is one line of at most " + lengthMax + " characters");
        }
    }
}
