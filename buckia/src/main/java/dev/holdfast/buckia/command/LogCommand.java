package dev.holdfast.buckia.command;

import dev.holdfast.buckia.command.output.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** {@code buckia log summarize}: what a log says in short. */
@Command(
        name = "log",
        description = {
            "Sums up a log that 'sync --log-file FILE' or 'watch --log-file FILE' wrote: runs, bytes, time, and what failed how"
                    + " often.",
            ""
        })
final class LogCommand implements Callable<Integer> {
    private static final JsonFactory FACTORY = new JsonFactory();

    @Parameters(index = "0", paramLabel = "summarize", description = "What to do: summarize.")
    String what = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "The log.")
    Path file = Path.of("");

    @Option(names = "--json", description = "One JSON object on standard output.")
    boolean json;

    private final Map<String, Long> sums = new LinkedHashMap<>();
    private final Map<String, Long> failures = new TreeMap<>();
    private @Nullable String first;
    private @Nullable String last;
    private long unreadable;

    @Override
    public Integer call() throws IOException {
        if (!what.equals("summarize")) {
            throw new IllegalArgumentException("'" + what + "' is none of summarize");
        }
        for (var name :
                new String[] {"runs", "stopped", "failures", "steps", "bytesSent", "bytesReceived", "milliseconds"}) {
            sums.put(name, 0L);
        }
        try (var lines = Files.lines(file)) {
            lines.forEach(this::add);
        }
        if (json) {
            var map = new LinkedHashMap<String, Object>(sums);
            map.put("first", first == null ? "" : first);
            map.put("last", last == null ? "" : last);
            map.put("failed", failures);
            map.put("unreadable", unreadable);
            System.out.println(Json.write(map));
        } else {
            System.out.println(first == null ? "nothing in it" : "from " + first + " to " + last);
            sums.forEach((name, sum) -> System.out.println("%14d %s".formatted(sum, name)));
            failures.forEach((failure, count) -> System.out.println("%14d × %s".formatted(count, failure)));
            if (unreadable > 0) {
                System.out.println("%14d lines that aren't a log's".formatted(unreadable));
            }
        }
        return ExitCode.FINE;
    }

    private void add(String line) {
        var members = new LinkedHashMap<String, String>();
        try (var parser = FACTORY.createParser(ObjectReadContext.empty(), line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                unreadable++;
                return;
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                var name = parser.currentName();
                parser.nextToken();
                members.put(name, parser.getString());
            }
        } catch (JacksonException _) {
            // Also the end of a log whose writer was killed.
            unreadable++;
            return;
        }
        var time = members.get("time");
        first = first == null ? time : first;
        last = time == null ? last : time;
        switch (members.getOrDefault("event", "")) {
            case "ended" -> {
                sums.merge("runs", 1L, Long::sum);
                sums.replaceAll((name, sum) -> members.containsKey(name) ? sum + number(members.get(name)) : sum);
            }
            case "stopped" -> {
                sums.merge("stopped", 1L, Long::sum);
                failures.merge(members.getOrDefault("message", ""), 1L, Long::sum);
            }
            case "failed" ->
                failures.merge(
                        members.getOrDefault("path", "") + ": " + members.getOrDefault("message", ""), 1L, Long::sum);
            default -> {
                return;
            }
        }
    }

    private static long number(@Nullable String text) {
        try {
            return text == null ? 0 : Long.parseLong(text);
        } catch (NumberFormatException _) {
            return 0;
        }
    }
}
