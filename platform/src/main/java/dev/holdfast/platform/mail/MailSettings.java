package dev.holdfast.platform.mail;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where e-mail goes. Without a server it stays in the outbox, for the administrator to read.
 *
 * @param smtpUrl The server as smtp://host:587 or smtps://host:465; left out: none.
 * @param user Login at the server; left out: none is needed.
 * @param password Password of that login.
 * @param from Address that messages come from.
 * @param starttls Whether smtp:// has to turn to TLS before anything is sent.
 * @param attempts How often a message is tried before it counts as failed.
 * @param keep How long messages that went or failed are kept.
 */
@ConfigurationProperties("holdfast.mail")
public record MailSettings(
        @Nullable URI smtpUrl,
        @Nullable String user,
        @Nullable String password,
        @DefaultValue("holdfast@localhost") String from,
        @DefaultValue("true") boolean starttls,
        @DefaultValue("8") int attempts,
        @DefaultValue("7d") Duration keep) {

    public MailSettings {
        if (smtpUrl != null
                && (smtpUrl.getHost() == null
                        || !("smtp".equals(smtpUrl.getScheme()) || "smtps".equals(smtpUrl.getScheme())))) {
            throw new IllegalArgumentException("holdfast.mail.smtp-url must be smtp://host:port or smtps://host:port");
        }
        if (smtpUrl != null && smtpUrl.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "holdfast.mail.smtp-url names no user: holdfast.mail.user and password do");
        }
        if (attempts < 1 || attempts > 30 || keep.isNegative()) {
            throw new IllegalArgumentException("holdfast.mail: attempts 1-30, keep from 0s");
        }
    }

    /** Whether there is a server that sends. */
    public boolean sends() {
        return smtpUrl != null;
    }

    @Override
    public String toString() {
        return "MailSettings[smtpUrl=" + smtpUrl + ", from=" + from + "]";
    }
}
