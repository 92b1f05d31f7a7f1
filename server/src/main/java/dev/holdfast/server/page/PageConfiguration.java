package dev.holdfast.server.page;

import dev.holdfast.platform.http.dispatch.LostPage;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.EncodedResourceResolver;
import org.springframework.web.servlet.resource.ResourceResolver;
import org.springframework.web.servlet.resource.ResourceResolverChain;

/**
 * Serves the page. Files under {@code /assets} carry a hash of their content in their name and never change; where one lies
 * compressed beside itself (.br, .gz), that is sent to who takes it.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WebSettings.class)
public class PageConfiguration implements WebMvcConfigurer {
    private static final Duration YEAR = Duration.ofDays(365);
    private static final Duration DAY = Duration.ofDays(1);

    /** Below these, and where a name has an ending, nothing is the page's own: what isn't there isn't there. */
    private static final Pattern ELSEWHERE =
            Pattern.compile("/(api|assets|docs|swagger-ui|s|metrics|\\.well-known)(/.*)?|.*\\.[^/]*");

    private final Resource page;

    PageConfiguration(@Value("classpath:static/index.html") Resource page) {
        this.page = page;
    }

    /** The page itself: it reads its address, opens what lies there, or says that nothing does. */
    @Bean
    LostPage lostPage() throws IOException {
        byte[] html = page.exists()
                ? page.getContentAsByteArray()
                : "There is nothing here.".getBytes(StandardCharsets.UTF_8);
        boolean exists = page.exists();
        return new LostPage() {
            @Override
            public byte[] html() {
                return html.clone();
            }

            @Override
            public boolean knows(String path) {
                return exists && !ELSEWHERE.matcher(path).matches();
            }
        };
    }

    @Override
    public void configureContentNegotiation(ContentNegotiationConfigurer configurer) {
        configurer.mediaType("webmanifest", MediaType.valueOf("application/manifest+json"));
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/assets/**")
                .addResourceLocations("classpath:/static/assets/")
                .setCacheControl(CacheControl.maxAge(YEAR).cachePublic().immutable())
                .resourceChain(true)
                .addResolver(new EncodedResourceResolver());
        // The worker decides what a browser keeps, so it is asked for each time.
        registry.addResourceHandler("/", "/index.html", "/sw.js", "/manifest.webmanifest")
                .addResourceLocations("classpath:/static/")
                .setCacheControl(CacheControl.noCache());
        registry.addResourceHandler("/icon.svg", "/icon-*.png", "/favicon.ico", "/robots.txt")
                .addResourceLocations("classpath:/static/")
                .setCacheControl(CacheControl.maxAge(DAY).cachePublic());
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
