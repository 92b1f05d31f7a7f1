package dev.holdfast.testkit;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** An SMTP server on a free port of this machine that keeps what it takes in. */
public final class MailServer implements AutoCloseable {
    private final GreenMail server;

    private MailServer(GreenMail server) {
        this.server = server;
    }

    /**
     * A message that arrived.
     *
     * @param to the first recipient
     */
    public record Arrived(String from, String to, String subject, String text) {}

    /** Starts one that wants the login. */
    public static MailServer start(String user, String password) {
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.getUserManager().setAuthRequired(true);
        server.setUser(user, user, password);
        server.start();
        return new MailServer(server);
    }

    /** Where it listens. */
    public URI url() {
        return URI.create("smtp://127.0.0.1:" + server.getSmtp().getPort());
    }

    /** What has arrived, in its order. */
    public List<Arrived> arrived() {
        List<Arrived> arrived = new ArrayList<>();
        for (MimeMessage message : server.getReceivedMessages()) {
            try {
                arrived.add(new Arrived(
                        message.getFrom()[0].toString(),
                        message.getAllRecipients()[0].toString(),
                        message.getSubject(),
                        message.getContent().toString()));
            } catch (MessagingException | IOException e) {
                throw new IllegalStateException("a message that can't be read arrived", e);
            }
        }
        return arrived;
    }

    @Override
    public void close() {
        server.stop();
    }
}
