package dev.holdfast.platform.http.dispatch;

import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.http.Authentication;
import dev.holdfast.platform.trespass.Trespasses;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Wires what every request passes through on its way to a handler. */
@Configuration(proxyBeanMethods = false)
class DispatchConfiguration implements WebMvcConfigurer {
    private final Authentication authentication;
    private final Transactions transactions;
    private final ObjectProvider<Trespasses> trespasses;

    DispatchConfiguration(
            Authentication authentication, Transactions transactions, ObjectProvider<Trespasses> trespasses) {
        this.authentication = authentication;
        this.transactions = transactions;
        this.trespasses = trespasses;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new ActorResolver());
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new AccessInterceptor(authentication, transactions))
                .order(0);
        registry.addInterceptor(new HeaderInterceptor()).order(1);
        registry.addInterceptor(new TrespassInterceptor(trespasses)).order(2);
    }
}
