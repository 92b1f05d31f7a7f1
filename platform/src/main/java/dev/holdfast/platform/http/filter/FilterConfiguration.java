package dev.holdfast.platform.http.filter;

import dev.holdfast.platform.Ids;
import dev.holdfast.platform.PublicAddress;
import dev.holdfast.platform.http.HttpSettings;
import dev.holdfast.platform.http.PageSource;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.filter.CorsFilter;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Puts the filters in their order. */
@Configuration(proxyBeanMethods = false)
class FilterConfiguration {

    @Bean
    FilterRegistrationBean<Arrival> arrival(Ids ids, HttpSettings settings) {
        return at(
                0,
                new Arrival(
                        ids,
                        new ClientAddress(settings.trustedProxies()),
                        settings.bodyMax().toBytes()));
    }

    @Bean
    FilterRegistrationBean<AccessLog> accessLog() {
        return at(1, new AccessLog());
    }

    @Bean
    FilterRegistrationBean<SecurityHeaders> securityHeaders(ObjectProvider<PageSource> sources, PublicAddress address) {
        return at(2, new SecurityHeaders(sources.stream().toList(), address.secure()));
    }

    @Bean
    FilterRegistrationBean<RefusedRequests> refusedRequests() {
        return at(3, new RefusedRequests());
    }

    @Bean
    FilterRegistrationBean<CorsFilter> cors(HttpSettings settings, PublicAddress address) {
        List<String> origins = new ArrayList<>(settings.allowedOrigins());
        if (address.publicUrl() != null) {
            // Behind a proxy that ends TLS, our own pages look as if they came from elsewhere.
            origins.add(address.origin(0));
        }
        return at(4, Cors.filter(origins));
    }

    @Bean
    FilterRegistrationBean<Alias> alias(ObjectProvider<RequestMappingHandlerMapping> mapping) {
        return at(5, new Alias(mapping));
    }

    private static <T extends Filter> FilterRegistrationBean<T> at(int place, T filter) {
        FilterRegistrationBean<T> registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 10 * place);
        registration.setDispatcherTypes(DispatcherType.REQUEST);
        return registration;
    }
}
