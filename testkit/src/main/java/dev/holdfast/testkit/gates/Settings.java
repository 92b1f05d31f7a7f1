package dev.holdfast.testkit.gates;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** The program's settings, from the metadata that Spring Boot's processor writes beside the compiled classes. */
public final class Settings {
    private static final String METADATA = "META-INF/spring-configuration-metadata.json";
    private static final ObjectMapper JSON = JsonMapper.shared();

    private final TreeMap<String, Setting> settings = new TreeMap<>();

    private Settings() {}

    /** The settings under a prefix, from every metadata file that a class loader finds. */
    public static Settings of(ClassLoader loader, String prefix) {
        Settings all = new Settings();
        try {
            for (URL url : Collections.list(loader.getResources(METADATA))) {
                try (InputStream in = url.openStream()) {
                    all.add(JSON.readTree(in), prefix);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    /** All settings, sorted by name. */
    public List<Setting> all() {
        return List.copyOf(settings.values());
    }

    /** One paragraph a setting: name, type, default, description. */
    public String text() {
        return settings.values().stream().map(Setting::text).collect(Collectors.joining("\n"));
    }

    /** Settings that don't say what they are for. */
    public List<Violation> violations() {
        List<Violation> violations = new ArrayList<>();
        for (Setting setting : settings.values()) {
            if (setting.description().isBlank()) {
                String message = "has no description: say it in the javadoc of its field or @param, with its unit";
                violations.add(new Violation(setting.name(), "setting", message));
            }
        }
        return violations;
    }

    private void add(JsonNode metadata, String prefix) {
        for (JsonNode each : metadata.path("properties")) {
            String name = each.path("name").asString("");
            if (name.equals(prefix) || name.startsWith(prefix + ".")) {
                JsonNode fallback = each.path("defaultValue");
                settings.put(
                        name,
                        new Setting(
                                name,
                                each.path("type").asString(""),
                                fallback.isMissingNode() ? "none" : fallback.toString(),
                                each.path("description").asString("").replaceAll("\\s+", " ")));
            }
        }
    }

    /**
     * A setting.
     *
     * @param fallback its default as JSON, or {@code none}
     */
    public record Setting(String name, String type, String fallback, String description) {
        String text() {
            return name + "\n  type: " + type + "\n  default: " + fallback + "\n  " + description + "\n";
        }
    }
}
