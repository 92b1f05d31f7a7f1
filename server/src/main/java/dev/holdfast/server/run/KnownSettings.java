package dev.holdfast.server.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The keys that the program understands, read from the metadata that the compiler left beside the settings' classes. */
final class KnownSettings {
    private static final String METADATA = "META-INF/spring-configuration-metadata.json";
    private static final String PREFIX = "holdfast.";
    private static final String VARIABLE_PREFIX = "HOLDFAST_";
    /** Variables that the launcher and the client commands read, not the settings. */
    private static final Set<String> OTHERS = Set.of(
            "HOLDFAST_JAVA_HOME",
            "HOLDFAST_JAVA_OPTS",
            "HOLDFAST_AOT_MODE",
            "HOLDFAST_SERVER",
            "HOLDFAST_TOKEN",
            "HOLDFAST_EMAIL",
            "HOLDFAST_PASSWORD");

    private static final int NEAR_MAX = 6;

    /**
     * A key that the program understands.
     *
     * @param open whether further words may follow it, as in a list or a map
     */
    record Known(String name, String type, String defaultValue, String description, boolean open) {}

    private KnownSettings() {}

    /** The keys that are ours and that nothing knows, each with the known one that looks most like it, sorted. */
    static List<String> unknownIn(ConfigurableEnvironment environment) {
        Map<String, Known> known = new HashMap<>();
        all().forEach(each -> known.put(plain(each.name()), each));
        TreeSet<String> unknown = new TreeSet<>();
        for (PropertySource<?> source : environment.getPropertySources()) {
            // Java's own properties hold what a build or a debugger says of itself: no settings of an operator.
            boolean javas = source.getName().equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
            if (!javas && source instanceof EnumerablePropertySource<?> keys) {
                for (String key : keys.getPropertyNames()) {
                    if (isOurs(key) && !isKnown(key, known)) {
                        unknown.add(key + nearest(key, known.values()));
                    }
                }
            }
        }
        return List.copyOf(unknown);
    }

    /** All keys, sorted by name. */
    static Collection<Known> all() {
        Map<String, Known> known = new TreeMap<>();
        JsonMapper json = JsonMapper.builder().build();
        try {
            for (URL url : Collections.list(KnownSettings.class.getClassLoader().getResources(METADATA))) {
                try (InputStream in = url.openStream()) {
                    for (JsonNode property : json.readTree(in).path("properties")) {
                        String name = property.path("name").asString("");
                        if (name.startsWith(PREFIX)) {
                            known.put(name, known(name, property));
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the settings' metadata can't be read", e);
        }
        return known.values();
    }

    private static Known known(String name, JsonNode property) {
        String type = property.path("type").asString("");
        JsonNode value = property.path("defaultValue");
        String shown = value.isMissingNode() ? "" : value.isString() ? value.asString() : value.toString();
        boolean open = type.startsWith("java.util.List")
                || type.startsWith("java.util.Map")
                || type.startsWith("java.util.Set");
        return new Known(name, type, shown, property.path("description").asString(""), open);
    }

    private static boolean isOurs(String key) {
        return key.startsWith(PREFIX) || (key.startsWith(VARIABLE_PREFIX) && !OTHERS.contains(key));
    }

    private static boolean isKnown(String key, Map<String, Known> known) {
        String plain = plain(key);
        return known.containsKey(plain)
                || known.entrySet().stream()
                        .anyMatch(entry -> entry.getValue().open() && plain.startsWith(entry.getKey()));
    }

    /** Whatever the way of writing, relaxed binding sees letters and digits alone. */
    private static String plain(String key) {
        return key.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    private static String nearest(String key, Collection<Known> known) {
        String plain = plain(key);
        Optional<Known> best = known.stream()
                .min(Comparator.comparingInt((Known each) -> distance(plain, plain(each.name())))
                        .thenComparing(Known::name))
                .filter(each -> distance(plain, plain(each.name())) <= NEAR_MAX);
        return best.map(each -> " (did you mean " + written(each.name(), key) + "?)")
                .orElse("");
    }

    private static String written(String name, String like) {
        return like.startsWith(VARIABLE_PREFIX)
                ? name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_')
                : name;
    }

    /** How many letters must be put in, taken out or changed (Levenshtein). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
