package dev.holdfast.buckia.command.output;

import dev.holdfast.buckia.sync.Action;
import dev.holdfast.buckia.sync.SyncListener;
import dev.holdfast.buckia.sync.SyncResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A log of syncs: a JSON object a line, appended; paths and counts, never contents or credentials. */
public final class LogFile implements SyncListener {
    private final Path file;
    private final Level level;
    private final InstantSource clock;
    private final SyncListener next;
    private final Instant begin;

    /** How much is written; each level has those before it. */
    public enum Level {
        /** What failed. */
        ERROR,
        /** Also runs with their counts, and notes. */
        INFO,
        /** Also each step. */
        DEBUG
    }

    /** A log for one sync, which also tells another listener. */
    public LogFile(Path file, Level level, InstantSource clock, SyncListener next) {
        this.file = file;
        this.level = level;
        this.clock = clock;
        this.next = next;
        this.begin = clock.instant();
    }

    @Override
    public void planned(List<Action> actions) {
        write(
                Level.INFO,
                "planned",
                Map.of("steps", actions.stream().filter(Action::isVisible).count()));
        next.planned(actions);
    }

    @Override
    public void moved(Action action, long bytes) {
        next.moved(action, bytes);
    }

    @Override
    public void done(Action action) {
        if (action.isVisible()) {
            var kind = action.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
            write(Level.DEBUG, "done", Map.of("action", kind, "path", action.path()));
        }
        next.done(action);
    }

    @Override
    public void failed(String path, String message) {
        write(Level.ERROR, "failed", Map.of("path", path, "message", message));
        next.failed(path, message);
    }

    /** The sync has ended. */
    public void ended(SyncResult result) {
        result.notes().forEach(note -> write(Level.INFO, "note", Map.of("message", note)));
        var members = new LinkedHashMap<String, Object>();
        members.put("failures", (long) result.failures().size());
        members.put(
                "steps", result.done().values().stream().mapToLong(each -> each).sum());
        members.put("bytesSent", result.bytesSent());
        members.put("bytesReceived", result.bytesReceived());
        members.put("milliseconds", Duration.between(begin, clock.instant()).toMillis());
        write(Level.INFO, "ended", members);
    }

    /** The sync has ended with a failure of the whole. */
    public void ended(Exception failure) {
        write(Level.ERROR, "stopped", Map.of("message", String.valueOf(failure.getMessage())));
    }

    private synchronized void write(Level of, String event, Map<String, ?> members) {
        if (of.compareTo(level) > 0) {
            return;
        }
        var line = new LinkedHashMap<String, Object>();
        line.put("time", clock.instant().toString());
        line.put("level", of.name().toLowerCase(Locale.ROOT));
        line.put("event", event);
        line.putAll(members);
        try {
            Files.writeString(
                    file,
                    Json.write(line) + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("the log can't be written: " + file, e);
        }
    }
}
