package dev.holdfast.platform.http.dispatch;

import dev.holdfast.platform.db.Transactions;
import dev.holdfast.platform.http.Authentication;
import dev.holdfast.platform.trespass.Trespasses;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.web.accept.HeaderContentNegotiationStrategy;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Wires what every request passes through on its way to a handler. */
@Configuration(proxyBeanMethods = false)
class DispatchConfiguration implements WebMvcConfigurer {
    private static final Pattern OTHER_FORMATS = Pattern.compile("(.*\\+)?(xml|yaml|cbor|x-jackson-smile)");

    private final Authentication authentication;
    private final Transactions transactions;
    private final ObjectProvider<Trespasses> trespasses;

    DispatchConfiguration(
            Authentication authentication, Transactions transactions, ObjectProvider<Trespasses> trespasses) {
        this.authentication = authentication;
        this.transactions = transactions;
        this.trespasses = trespasses;
    }

    /** One format in, one format out: what libraries bring along for XML, YAML or CBOR knows none of JSON's rules here. */
    @Override
    public void configureMessageConverters(HttpMessageConverters.ServerBuilder builder) {
        builder.configureMessageConvertersList(converters ->
                converters.removeIf(converter -> converter.getSupportedMediaTypes().stream()
                        .anyMatch(
                                type -> OTHER_FORMATS.matcher(type.getSubtype()).matches())));
    }

    /**
     * JSON under another name is answered as what it is: who accepts problems, say, gets a thing as {@code application/json}, and not under
     * the name of a problem.
     */
    @Override
    public void configureContentNegotiation(ContentNegotiationConfigurer configurer) {
        HeaderContentNegotiationStrategy header = new HeaderContentNegotiationStrategy();
        configurer.strategies(List.of(request -> header.resolveMediaTypes(request).stream()
                .map(type -> type.getSubtype().endsWith("+json") ? plainJson(type) : type)
                .distinct()
                .toList()));
    }

    private static MediaType plainJson(MediaType type) {
        String quality = type.getParameter("q");
        return quality == null
                ? MediaType.APPLICATION_JSON
                : new MediaType(MediaType.APPLICATION_JSON, Map.of("q", quality));
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
