package dev.holdfast.platform.mail;

import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** How the server of the settings is spoken to. */
public final class SmtpServer {
    private static final String WAIT_MAX_MILLIS = "15000";

    private SmtpServer() {}

    /** One who takes messages there; it doesn't connect yet. The settings must name a server. */
    public static JavaMailSenderImpl sender(MailSettings settings) {
        var url = Objects.requireNonNull(settings.smtpUrl());
        boolean tls = "smtps".equals(url.getScheme());
        JavaMailSenderImpl sender = new JavaMailSenderImpl();
        sender.setProtocol(url.getScheme());
        sender.setHost(url.getHost());
        sender.setPort(url.getPort());
        sender.setUsername(settings.user());
        sender.setPassword(settings.password());
        sender.setDefaultEncoding("UTF-8");
        Properties properties = sender.getJavaMailProperties();
        String prefix = "mail." + url.getScheme() + ".";
        properties.setProperty(prefix + "auth", String.valueOf(settings.user() != null));
        properties.setProperty(prefix + "starttls.enable", String.valueOf(!tls && settings.starttls()));
        properties.setProperty(prefix + "starttls.required", String.valueOf(!tls && settings.starttls()));
        properties.setProperty(prefix + "ssl.checkserveridentity", "true");
        for (String wait : List.of("connectiontimeout", "timeout", "writetimeout")) {
            properties.setProperty(prefix + wait, WAIT_MAX_MILLIS);
        }
        return sender;
    }
}
