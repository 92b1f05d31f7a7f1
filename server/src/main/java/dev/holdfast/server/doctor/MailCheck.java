package dev.holdfast.server.doctor;

import dev.holdfast.platform.mail.MailSettings;
import dev.holdfast.platform.mail.SmtpServer;
import dev.holdfast.server.run.Settings;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.util.Objects;
import java.util.function.Consumer;

/** The SMTP server: connects, greets, turns to TLS and signs in as for a message, but sends none. */
final class MailCheck implements Doctor.Check {

    @Override
    public String part() {
        return "mail";
    }

    @Override
    public void look(Settings settings, Consumer<Finding> say) {
        MailSettings mail = settings.bind("holdfast.mail", MailSettings.class);
        if (!mail.sends()) {
            say.accept(Finding.ok(part(), "no server: messages wait in the outbox that administrators see"));
            return;
        }
        String where = Objects.requireNonNull(mail.smtpUrl()).toString();
        try {
            SmtpServer.sender(mail).testConnection();
            say.accept(Finding.ok(
                    part(), where + " takes messages" + (mail.user() == null ? "" : " from " + mail.user())));
        } catch (AuthenticationFailedException e) {
            say.accept(Finding.problem(
                    part(), where + " refuses the login: look at holdfast.mail.user and holdfast.mail.password"));
        } catch (MessagingException e) {
            say.accept(Finding.problem(
                    part(),
                    where + " can't be used: " + Doctor.reason(e) + ". Look at holdfast.mail.smtp-url and .starttls"));
        }
    }
}
