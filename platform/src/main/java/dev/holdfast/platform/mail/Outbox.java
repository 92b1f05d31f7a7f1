package dev.holdfast.platform.mail;

import dev.holdfast.platform.db.Tx;

/** Where e-mail is left. Without an SMTP server it stays there, for the administrator to read. */
public interface Outbox {

    /** Leaves a message; it is sent after the transaction has committed, at least once, and not at all after a rollback. */
    void send(Tx tx, Mail mail);
}
