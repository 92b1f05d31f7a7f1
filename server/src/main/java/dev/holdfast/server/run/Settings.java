package dev.holdfast.server.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.env.PropertiesPropertySourceLoader;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.FileSystemResource;
import org.springframework.web.context.support.StandardServletEnvironment;

/**
 * Where settings come from, the first that has one wins: options of the command, environment ({@code HOLDFAST_DB_URL} is
 * {@code holdfast.db.url}), a file, defaults. A key that nothing knows is an error.
 */
public final class Settings {
    private final ConfigurableEnvironment environment;

    private Settings(ConfigurableEnvironment environment) {
        this.environment = environment;
    }

    /**
     * Reads the settings. Throws {@link StartFailure} for a file that can't be read and for unknown keys.
     *
     * @param file the file that was named; null for {@code holdfast.properties} or {@code holdfast.yaml} where one lies
     *     in the working folder
     * @param options what the command line said
     */
    public static Settings read(@Nullable Path file, Map<String, Object> options) {
        StandardServletEnvironment environment = new StandardServletEnvironment();
        MutablePropertySources sources = environment.getPropertySources();
        sources.addFirst(new MapPropertySource("options", options));
        Path chosen = file == null ? fileInWorkingFolder() : file;
        if (chosen != null) {
            load(chosen).forEach(source -> sources.addAfter(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, source));
        }
        sources.addLast(new MapPropertySource("defaults", Defaults.SPRING));
        List<String> unknown = KnownSettings.unknownIn(environment);
        if (!unknown.isEmpty()) {
            throw new StartFailure("Unknown settings: " + String.join(", ", unknown)
                    + ". docs/operating.md lists them all; nothing was started.");
        }
        return new Settings(environment);
    }

    ConfigurableEnvironment environment() {
        return environment;
    }

    private static @Nullable Path fileInWorkingFolder() {
        for (String name : List.of("holdfast.properties", "holdfast.yaml")) {
            if (Files.isRegularFile(Path.of(name))) {
                return Path.of(name);
            }
        }
        return null;
    }

    private static List<PropertySource<?>> load(Path file) {
        boolean yaml = file.toString().endsWith(".yaml") || file.toString().endsWith(".yml");
        try {
            FileSystemResource resource = new FileSystemResource(file);
            return yaml
                    ? new YamlPropertySourceLoader().load(file.toString(), resource)
                    : new PropertiesPropertySourceLoader().load(file.toString(), resource);
        } catch (IOException | IllegalStateException e) {
            throw new StartFailure("The settings file " + file + " can't be read: " + e.getMessage(), e);
        }
    }

    /** What Spring is told unless an operator says otherwise. */
    static final class Defaults {
        static final Map<String, Object> SPRING = Map.of(
                "spring.threads.virtual.enabled", "true",
                "spring.main.allow-bean-definition-overriding", "false",
                "spring.jmx.enabled", "false",
                "server.shutdown", "graceful",
                "spring.lifecycle.timeout-per-shutdown-phase", "20s",
                "logging.level.root", "WARN",
                "logging.level.dev.holdfast", "INFO");

        private Defaults() {}
    }
}
