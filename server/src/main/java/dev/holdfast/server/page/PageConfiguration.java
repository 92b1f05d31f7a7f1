package dev.holdfast.server.page;

import dev.holdfast.platform.http.dispatch.LostPage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Serves the page. Files under {@code /assets} carry a hash of their content in their name and never change. */
@Configuration(proxyBeanMethods = false)
public class PageConfiguration implements WebMvcConfigurer {
    private static final Duration YEAR = Duration.ofDays(365);

    /** The page itself, which sees that its address isn't its own and says so. */
    @Bean
    LostPage lostPage(@Value("classpath:static/index.html") Resource page) throws IOException {
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
    }
}
