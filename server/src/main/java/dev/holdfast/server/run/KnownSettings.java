package dev.holdfast.server.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The keys that the program understands, read from the metadata that the compiler left beside the settings' classes. */
final class KnownSettings {
    private static final String METADATA = "META-INF/spring-configuration-metadata.json";
    private static final String PREFIX = "holdfast.";
    private static final String VARIABLE_PREFIX = "HOLDFAST_";
    /** Variables that the launcher reads, not the program. */
    private static final List<String> LAUNCHER = List.of(
            "HOLDFAST_JAVA_HOME", "HOLDFAST_JAVA_OPTS", "HOLDFAST_AOT_MODE", "HOLDFAST_TOKEN", "HOLDFAST_EMAIL", "HOLDFAST_PASSWORD");

    private KnownSettings() {}

    /** The keys that begin with {@code holdfast.} and that nothing knows, as they were written, sorted. */
    static List<String> unknownIn(ConfigurableEnvironment environment) {
        Map<String, Boolean> known = known();
        TreeSet<String> unknown = new TreeSet<>();
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> keys) {
                for (String key : keys.getPropertyNames()) {
                    if (isOurs(key) && !isKnown(key, known)) {
                        unknown.add(key);
                    }
                }
            }
        }
        return List.copyOf(unknown);
    }

    private static boolean isOurs(String key) {
        return key.startsWith(PREFIX) || (key.startsWith(VARIABLE_PREFIX) && !LAUNCHER.contains(key));
    }

    private static boolean isKnown(String key, Map<String, Boolean> known) {
        String plain = plain(key);
        return known.containsKey(plain)
                || known.entrySet().stream().anyMatch(entry -> entry.getValue() && plain.startsWith(entry.getKey()));
    }

    /** Whatever the way of writing, relaxed binding sees letters and digits alone. */
    private static String plain(String key) {
        return key.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /** Each key, and whether further words may follow it, as in a list or a map. */
    private static Map<String, Boolean> known() {
        Map<String, Boolean> known = new HashMap<>();
        JsonMapper json = JsonMapper.builder().build();
        try {
            for (URL url : Collections.list(KnownSettings.class.getClassLoader().getResources(METADATA))) {
                try (InputStream in = url.openStream()) {
                    for (JsonNode property : json.readTree(in).path("properties")) {
                        String name = property.path("name").asString("");
                        if (name.startsWith(PREFIX)) {
                            String type = property.path("type").asString("");
                            known.put(plain(name), type.startsWith("java.util.List") || type.startsWith("java.util.Map"));
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the settings' metadata can't be read", e);
        }
        return known;
    }
}
