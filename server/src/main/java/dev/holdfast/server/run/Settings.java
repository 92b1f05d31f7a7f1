package dev.holdfast.server.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
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
    private static final List<String> FILES = List.of("holdfast.properties", "holdfast.yaml");

    /** Who an address logs in as, and with what. */
    private static final Pattern IN_ADDRESS = Pattern.compile("//[^/]*@");

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
    public static Settings read(@Nullable Path file, Map<String, ?> options) {
        StandardServletEnvironment environment = new StandardServletEnvironment();
        MutablePropertySources sources = environment.getPropertySources();
        sources.addFirst(new MapPropertySource("options", Map.copyOf(options)));
        Path chosen = file == null ? fileInWorkingFolder() : file;
        if (chosen != null) {
            load(chosen)
                    .forEach(source ->
                            sources.addAfter(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, source));
        }
        sources.addLast(new MapPropertySource("defaults", SpringDefaults.ALL));
        ConfigurationPropertySources.attach(environment);
        List<String> unknown = KnownSettings.unknownIn(environment);
        if (!unknown.isEmpty()) {
            throw new StartFailure((unknown.size() == 1 ? "Unknown setting: " : "Unknown settings: ")
                    + String.join("; ", unknown) + ". docs/settings.md lists them all; nothing was started.");
        }
        return new Settings(environment);
    }

    /** A part of the settings as its record. Throws {@link StartFailure} naming the key whose value doesn't do. */
    public <T> T bind(String prefix, Class<T> type) {
        try {
            return Binder.get(environment).bindOrCreate(prefix, type);
        } catch (BindException e) {
            throw Explanation.of(e);
        }
    }

    /** The value of a key; null where nobody gave one. */
    public @Nullable String get(String key) {
        return environment.getProperty(key);
    }

    /** The value of a key as it may be printed, without what is secret in it; empty where nobody gave one. */
    public String shown(String key) {
        String value = get(key);
        return value == null ? "" : shown(key, value);
    }

    /** A value as it may be printed: words for a secret, an address without the passwords in it. */
    static String shown(String key, String value) {
        boolean secret = key.contains("password") || key.contains("secret") || key.endsWith("key");
        return secret
                ? "(a secret)"
                : IN_ADDRESS.matcher(value).replaceAll("//…@").replaceAll("(?i)(password|secret|key)=[^&;]*", "$1=…");
    }

    /** The settings as Spring reads them. */
    public ConfigurableEnvironment environment() {
        return environment;
    }

    private static @Nullable Path fileInWorkingFolder() {
        return FILES.stream()
                .map(Path::of)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElse(null);
    }

    private static List<PropertySource<?>> load(Path file) {
        boolean yaml = file.toString().endsWith(".yaml") || file.toString().endsWith(".yml");
        if (!Files.isRegularFile(file)) {
            throw new StartFailure("There is no settings file " + file + ".");
        }
        try {
            FileSystemResource resource = new FileSystemResource(file);
            return yaml
                    ? new YamlPropertySourceLoader().load(file.toString(), resource)
                    : new PropertiesPropertySourceLoader().load(file.toString(), resource);
        } catch (IOException | RuntimeException e) {
            throw new StartFailure("The settings file " + file + " can't be read: " + e.getMessage(), e);
        }
    }
}
