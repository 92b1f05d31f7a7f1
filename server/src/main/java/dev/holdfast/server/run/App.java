package dev.holdfast.server.run;

import dev.holdfast.documents.DocumentsConfiguration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The apps that this program carries; each can be left out by {@code holdfast.apps}. */
public enum App {
    DOCUMENTS("documents", DocumentsConfiguration.class);

    private final String id;
    private final Class<?> configuration;

    App(String id, Class<?> configuration) {
        this.id = id;
        this.configuration = configuration;
    }

    public String id() {
        return id;
    }

    Class<?> configuration() {
        return configuration;
    }

    /** The apps that a comma-separated list names. Throws {@link StartFailure} for a name that there isn't. */
    static List<App> named(String list) {
        return Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .map(App::one)
                .distinct()
                .toList();
    }

    private static App one(String name) {
        return Arrays.stream(values())
                .filter(app -> app.id.equals(name))
                .findFirst()
                .orElseThrow(() -> {
                    String known = Arrays.stream(values()).map(App::id).collect(Collectors.joining(", "));
                    return new StartFailure("holdfast.apps names '" + name + "', which is none of: " + known);
                });
    }
}
