package dev.holdfast.platform.log;

import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Says to the framework what our settings mean for it, before it makes its first part. By a hook of its own, because logging
 * is set up before any bean is.
 */
public final class FrameworkDefaults implements EnvironmentPostProcessor, Ordered {

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        Map<String, Object> defaults = new HashMap<>();
        defaults.put("spring.threads.virtual.enabled", "true");
        defaults.put("spring.main.banner-mode", "off");
        defaults.put("spring.web.error.whitelabel.enabled", "false");
        defaults.put("server.shutdown", "graceful");
        defaults.put("management.endpoints.web.exposure.exclude", "*");
        defaults.put("management.endpoints.web.discovery.enabled", "false");
        defaults.put("logging.level.org.springframework.boot.web.embedded", "WARN");
        defaults.put("springdoc.api-docs.path", "/openapi.json");
        defaults.put("springdoc.swagger-ui.path", "/docs");
        defaults.put("springdoc.swagger-ui.display-request-duration", "true");
        // Without the bar of another project at the top, whose logo wants a style that our pages don't allow.
        defaults.put("springdoc.swagger-ui.layout", "BaseLayout");
        // Over a hundred routes, each drawn at once, keep a phone busy for seconds.
        defaults.put("springdoc.swagger-ui.doc-expansion", "none");
        defaults.put("springdoc.override-with-generic-response", "false");
        defaults.put("springdoc.writer-with-order-by-keys", "true");
        defaults.put("springdoc.default-produces-media-type", "application/json");
        defaults.put("springdoc.show-actuator", "false");
        defaults.put("logging.config", "classpath:dev/holdfast/platform/log/" + appenders(environment) + ".xml");
        environment.getPropertySources().addLast(new MapPropertySource("holdfast-defaults", defaults));
    }

    private static String appenders(ConfigurableEnvironment environment) {
        if ("json".equalsIgnoreCase(environment.getProperty("holdfast.log.format"))) {
            return "json";
        }
        return environment.getProperty("holdfast.log.folder", "").isBlank() ? "text" : "files";
    }

    /** After the files with settings were read. */
    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }
}
