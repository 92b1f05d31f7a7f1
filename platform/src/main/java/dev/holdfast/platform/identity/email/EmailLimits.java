package dev.holdfast.platform.identity.email;

import dev.holdfast.platform.http.RateLimit;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Declares how much mail one can have sent. */
@Configuration(proxyBeanMethods = false)
class EmailLimits {
    /** The limit of links to one mailbox. */
    static final String MAILBOX = "email-link";
    /** The limit of links that one address of the network has sent. */
    static final String NETWORK = "email-link-address";

    @Bean
    RateLimit mailboxLimit() {
        return new RateLimit(
                MAILBOX, 5, Duration.ofHours(1), "Mailed links to one e-mail address, and of one account.");
    }

    @Bean
    RateLimit networkLimit() {
        return new RateLimit(NETWORK, 30, Duration.ofHours(1), "Mailed links asked for from one address (IPv6: /64).");
    }
}
