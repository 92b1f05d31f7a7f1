package dev.holdfast.server.command;

import dev.holdfast.server.run.Settings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that works with an installation's settings. */
class StartOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The folder with everything that is kept (default: data).")
    private @Nullable String data;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "The address to listen on (default: 127.0.0.1).")
    private @Nullable String host;

    @Option(
            names = "--port",
            paramLabel = "P",
            description = "The port to listen on, 0 for a free one (default: 8080).")
    private @Nullable Integer port;

    @Option(names = "--apps", paramLabel = "a,b", description = "The apps to run (default: all).")
    private @Nullable String apps;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "A .properties or .yaml file with settings (default: holdfast.properties or holdfast.yaml here, where there is one).")
    private @Nullable Path config;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "One setting, for example holdfast.limits=off. May be given several times.")
    private Map<String, String> set = new LinkedHashMap<>();

    /** The settings from all places. Throws {@code StartFailure}. */
    Settings settings() {
        Map<String, Object> options = new HashMap<>(set);
        put(options, "holdfast.data", data);
        put(options, "holdfast.host", host);
        put(options, "holdfast.port", port);
        put(options, "holdfast.apps", apps);
        return Settings.read(config, options);
    }

    private static void put(Map<String, Object> options, String key, @Nullable Object value) {
        if (value != null) {
            options.put(key, value.toString());
        }
    }
}
