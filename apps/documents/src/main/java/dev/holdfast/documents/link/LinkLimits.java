package dev.holdfast.documents.link;

import dev.holdfast.platform.http.RateLimit;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How often links may be opened. */
@Configuration(proxyBeanMethods = false)
class LinkLimits {
    static final String NAME = "share-link";

    @Bean
    RateLimit shareLinkLimit() {
        return new RateLimit(NAME, 60, Duration.ofMinutes(1), "Share links opened from one address.");
    }
}
