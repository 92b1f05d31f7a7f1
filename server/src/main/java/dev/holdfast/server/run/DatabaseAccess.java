package dev.holdfast.server.run;

import dev.holdfast.server.page.ProgramSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.MapPropertySource;

/**
 * The way to an installation's database for commands of its operator, whether or not the program runs: the database that the
 * settings name; else the embedded one of a program that runs on this machine; else the embedded one, started for as long as
 * this is open.
 */
public final class DatabaseAccess implements AutoCloseable {
    private final Settings settings;
    private final String way;
    private final @Nullable EmbeddedParts started;

    private DatabaseAccess(Settings settings, String way, @Nullable EmbeddedParts started) {
        this.settings = settings;
        this.way = way;
        this.started = started;
    }

    /** Finds or starts the database. Throws {@link StartFailure} with the reason, also when another process has the folder and no database runs there. */
    public static DatabaseAccess open(Settings settings) {
        Path data = Path.of(settings.bind("holdfast", ProgramSettings.class).data());
        String url = settings.get("holdfast.db.url");
        if (url != null && !url.isBlank()) {
            return new DatabaseAccess(settings, "the PostgreSQL of holdfast.db.url", null);
        }
        Optional<Map<String, Object>> running = new EmbeddedDatabase(data).running();
        if (running.isPresent()) {
            add(settings, running.get());
            return new DatabaseAccess(settings, "the embedded PostgreSQL, which runs", null);
        }
        if (!Files.isDirectory(data.resolve("pg"))) {
            throw new StartFailure("There is no installation in " + data.toAbsolutePath()
                    + " yet: start it once with 'serve', or name another folder with --data.");
        }
        try {
            EmbeddedParts parts = EmbeddedParts.start(
                    new EmbeddedParts.Wanted(
                            data, true, false, new EmbeddedParts.StorePlace("127.0.0.1", 0, "", List.of())),
                    Program.systemClock(),
                    reason -> {});
            add(settings, parts.settings());
            return new DatabaseAccess(settings, "the embedded PostgreSQL, started for this command", parts);
        } catch (RuntimeException e) {
            throw Explanation.of(e);
        }
    }

    /** The settings, with where the database is. */
    public Settings settings() {
        return settings;
    }

    /** How the database was found, for a person. */
    public String way() {
        return way;
    }

    /** Stops what was started. */
    @Override
    public void close() {
        if (started != null) {
            started.close();
        }
    }

    private static void add(Settings settings, Map<String, Object> found) {
        settings.environment().getPropertySources().addFirst(new MapPropertySource("found", found));
    }
}
