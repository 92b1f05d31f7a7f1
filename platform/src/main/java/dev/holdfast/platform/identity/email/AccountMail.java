package dev.holdfast.platform.identity.email;

import dev.holdfast.platform.PublicAddress;
import dev.holdfast.platform.db.Tx;
import dev.holdfast.platform.mail.Mail;
import dev.holdfast.platform.mail.Outbox;
import dev.holdfast.platform.secrets.OpaqueToken;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** The words that are mailed about accounts. Tokens stand behind a {@code #}, which browsers send to no server. */
@Component
final class AccountMail {
    private static final int STANDARD_PORT = 8080;

    private final Outbox outbox;
    private final PublicAddress address;
    private final Environment environment;

    AccountMail(Outbox outbox, PublicAddress address, Environment environment) {
        this.outbox = outbox;
        this.address = address;
        this.environment = environment;
    }

    void verify(Tx tx, String to, OpaqueToken token, String lifetime) {
        send(tx, to, "Confirm your e-mail address", """
                Open this link to confirm that this address is yours. It works once, for %s:
                %s/verify-email#token=%s

                If you have no account here, nothing needs to be done: without you the address isn't confirmed.
                """.formatted(lifetime, origin(), token.value()));
    }

    void confirmChange(Tx tx, String to, OpaqueToken token, String lifetime) {
        send(tx, to, "Confirm your new e-mail address", """
                Open this link to make this the address of your account. It works once, for %s:
                %s/verify-email#token=%s

                If you didn't ask for this, nothing needs to be done: nothing changes without you.
                """.formatted(lifetime, origin(), token.value()));
    }

    void changeAsked(Tx tx, String to, String network) {
        send(tx, to, "A new e-mail address was asked for", """
                Somebody signed in to your account asked to change its e-mail address, from the network address %s.
                It changes when the new address is confirmed.

                If it wasn't you: reset your password now, which ends all sessions, and the change with them.
                """.formatted(network));
    }

    void changed(Tx tx, String to) {
        send(tx, to, "Your e-mail address was changed", """
                The e-mail address of your account was changed. This address no longer belongs to it.

                If it wasn't you: write to the administrator of this server.
                """);
    }

    void reset(Tx tx, String to, OpaqueToken token, String lifetime) {
        send(tx, to, "Set a new password", """
                Open this link to set a new password. It works once, for %s:
                %s/reset-password#token=%s

                If you didn't ask for this, nothing needs to be done: your password stays as it is.
                """.formatted(lifetime, origin(), token.value()));
    }

    void wasReset(Tx tx, String to, String network) {
        send(tx, to, "Your password was changed", """
                The password of your account was set anew by a mailed link, from the network address %s. All sessions have ended.

                If it wasn't you: somebody reads your mail. Secure your mailbox, then set a new password.
                """.formatted(network));
    }

    private void send(Tx tx, String to, String subject, String text) {
        outbox.send(tx, new Mail(to, subject, text));
    }

    private String origin() {
        return address.origin(environment.getProperty("local.server.port", Integer.class, STANDARD_PORT));
    }
}
