package dev.holdfast.platform.http.filter;

import dev.holdfast.platform.Ids;
import dev.holdfast.platform.http.HttpSettings;
import jakarta.servlet.Filter;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** Puts the filters in their order. */
@Configuration(proxyBeanMethods = false)
class FilterConfiguration {

    @Bean
    FilterRegistrationBean<Arrival> arrival(Ids ids, HttpSettings settings) {
        return first(new Arrival(ids, new ClientAddress(settings.trustedProxies()), settings.bodyMax().toBytes()), 0);
    }

    private static <T extends Filter> FilterRegistrationBean<T> first(T filter, int place) {
        FilterRegistrationBean<T> registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + place);
        return registration;
    }
}
