package dev.holdfast.platform.http.idempotency;

import dev.holdfast.platform.http.Authentication;
import dev.holdfast.platform.http.HttpSettings;
import jakarta.servlet.DispatcherType;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** Puts the filter behind those that every request passes. */
@Configuration(proxyBeanMethods = false)
class IdempotencyConfiguration {
    private static final int PLACE = 1_000;

    @Bean
    FilterRegistrationBean<IdempotencyFilter> idempotency(
            Authentication authentication, IdempotentRequests requests, HttpSettings settings) {
        FilterRegistrationBean<IdempotencyFilter> registration = new FilterRegistrationBean<>(new IdempotencyFilter(
                authentication, requests, settings.bodyMax().toBytes()));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + PLACE);
        registration.setDispatcherTypes(DispatcherType.REQUEST);
        return registration;
    }
}
