package dev.holdfast.platform;

import dev.holdfast.platform.audit.Audit;
import dev.holdfast.platform.mail.Outbox;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;

/** Stands where a part of the platform isn't built yet; a real part takes precedence. */
@Configuration(proxyBeanMethods = false)
class AbsentParts {

    @Bean
    @Fallback
    Outbox noOutbox() {
        return (tx, mail) -> {};
    }

    @Bean
    @Fallback
    Audit noAudit() {
        return (tx, entry) -> {};
    }
}
