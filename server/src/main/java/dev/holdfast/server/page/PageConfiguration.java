package dev.holdfast.server.page;

import dev.holdfast.platform.http.dispatch.LostPage;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.ResourceResolver;
import org.springframework.web.servlet.resource.ResourceResolverChain;

/** Serves the page. Files under {@code /assets} carry a hash of their content in their name and never change. */
@Configuration(proxyBeanMethods = false)
public class PageConfiguration implements WebMvcConfigurer {
    private static final Duration YEAR = Duration.ofDays(365);

    private final Resource page;

    PageConfiguration(@Value("classpath:static/index.html") Resource page) {
        this.page = page;
    }

    /** The page itself, which sees that its address isn't its own and says so. */
    @Bean
    LostPage lostPage() throws IOException {
        byte[] html = page.exists()
                ? page.getContentAsByteArray()
                : "There is nothing here.".getBytes(StandardCharsets.UTF_8);
        return () -> html;
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/assets/**")
                .addResourceLocations("classpath:/static/assets/")
                .setCacheControl(CacheControl.maxAge(YEAR).cachePublic().immutable());
        registry.addResourceHandler("/", "/index.html", "/icon.svg")
                .addResourceLocations("classpath:/static/")
                .setCacheControl(CacheControl.noCache());
        registry.addResourceHandler("/reset-password", "/verify-email", "/invites/*")
                .setCacheControl(CacheControl.noCache())
                .resourceChain(false)
                .addResolver(new OnePage(page));
    }

    /** The page itself at whatever address a mailed link leads to: the page reads the rest there. */
    private record OnePage(Resource page) implements ResourceResolver {
        @Override
        public @Nullable Resource resolveResource(
                @Nullable HttpServletRequest request,
                String path,
                List<? extends Resource> locations,
                ResourceResolverChain chain) {
            return page.exists() ? page : null;
        }

        @Override
        public @Nullable String resolveUrlPath(
                String path, List<? extends Resource> locations, ResourceResolverChain chain) {
            return null;
        }
    }
}
