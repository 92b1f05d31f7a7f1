package dev.holdfast.platform.mail;

import dev.holdfast.platform.Actor;
import dev.holdfast.platform.db.Transactions;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.mail.MailException;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.stereotype.Component;

/**
 * Takes waiting messages to the SMTP server. A message is leased, sent outside of a transaction, then marked: a node that
 * dies in between has it sent again by another, so that a message may arrive twice but isn't lost.
 */
@Component
final class Postman {
    private static final Logger log = LoggerFactory.getLogger(Postman.class);
    private static final Actor SYSTEM = Actor.system("mail");
    private static final int MESSAGES_A_ROUND = 20;
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final Duration RETRY_FIRST = Duration.ofSeconds(10);
    private static final Duration RETRY_MAX = Duration.ofHours(1);
    private static final int DOUBLINGS_MAX = 10;
    private static final int ERROR_LENGTH_MAX = 300;

    private final Transactions transactions;
    private final OutboxStore store;
    private final MessageBody bodies;
    private final MailSettings settings;
    private final @Nullable JavaMailSenderImpl smtp;

    Postman(Transactions transactions, OutboxStore store, MessageBody bodies, MailSettings settings) {
        this.transactions = transactions;
        this.store = store;
        this.bodies = bodies;
        this.settings = settings;
        this.smtp = settings.sends() ? SmtpServer.sender(settings) : null;
    }

    /** Sends what is due. Returns whether more may wait. */
    boolean round() {
        JavaMailSenderImpl server = smtp;
        if (server == null) {
            return false;
        }
        List<OutboxStore.Waiting> due = transactions.write(
                SYSTEM, tx -> store.lease(MESSAGES_A_ROUND, tx.now(), tx.now().plus(LEASE)));
        for (OutboxStore.Waiting message : due) {
            String error = send(server, message);
            transactions.write(SYSTEM, tx -> {
                if (error == null) {
                    store.sent(message.id(), tx.now());
                } else {
                    boolean last = message.attempts() >= settings.attempts();
                    store.failed(
                            message.id(),
                            last ? "failed" : "waiting",
                            error,
                            tx.now().plus(retryAfter(message.attempts())));
                }
                return true;
            });
        }
        return due.size() == MESSAGES_A_ROUND;
    }

    private @Nullable String send(JavaMailSenderImpl server, OutboxStore.Waiting message) {
        try {
            MessageBody.Content content = bodies.open(message.id(), message.sealed());
            SimpleMailMessage mail = new SimpleMailMessage();
            mail.setFrom(settings.from());
            mail.setTo(ascii(message.recipient()));
            mail.setSubject(content.subject());
            mail.setText(content.text());
            server.send(mail);
            return null;
        } catch (MailException | IllegalStateException e) {
            // The message itself stays out of the log: it may hold a link that lets one in. What servers say may quote
            // it.
            log.warn(
                    "message {} didn't go, try {}: {}",
                    message.id(),
                    message.attempts(),
                    e.getClass().getSimpleName());
            String reason = e.getClass().getSimpleName() + ": " + e.getMessage();
            return reason.substring(0, Math.min(reason.length(), ERROR_LENGTH_MAX));
        }
    }

    private static String ascii(String address) {
        try {
            new InternetAddress(address).validate();
        } catch (AddressException e) {
            throw new IllegalStateException("no address of mail", e);
        }
        return address;
    }

    private static Duration retryAfter(int attempts) {
        Duration wait = RETRY_FIRST.multipliedBy(1L << Math.min(attempts - 1, DOUBLINGS_MAX));
        return wait.compareTo(RETRY_MAX) < 0 ? wait : RETRY_MAX;
    }
}
