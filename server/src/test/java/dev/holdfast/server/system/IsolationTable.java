package dev.holdfast.server.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code isolation.txt}: what each role is answered on each route. */
final class IsolationTable {
    static final List<String> ROLES =
            List.of("owner", "member", "editor", "viewer", "stranger", "admin", "key", "elsewhere", "anonymous");

    private IsolationTable() {}

    /**
     * A line of the table.
     *
     * @param statuses by role
     * @param query what stands behind the path; empty for nothing
     * @param body what is sent; null for nothing
     */
    record Line(
            Map<String, Integer> statuses,
            String query,
            @Nullable String body) {}

    /** Lines of {@code METHOD /path[?query] role=status … [| body]}; {@code #} begins a comment. */
    static Map<String, Line> read() {
        Map<String, Line> lines = new LinkedHashMap<>();
        try (var file = IsolationTable.class.getResourceAsStream("/isolation.txt")) {
            if (file == null) {
                throw new IllegalStateException("there is no isolation.txt");
            }
            for (String line : new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                String[] halves = line.split(" \\| ", 2);
                String[] words = halves[0].strip().split("\\s+");
                String[] path = words[1].split("\\?", 2);
                Map<String, Integer> statuses = new LinkedHashMap<>();
                for (int i = 2; i < words.length; i++) {
                    String[] status = words[i].split("=", 2);
                    expand(status[0]).forEach(role -> statuses.put(role, Integer.parseInt(status[1])));
                }
                lines.put(
                        words[0].toUpperCase(Locale.ROOT) + " " + path[0],
                        new Line(
                                statuses,
                                path.length > 1 ? path[1] : "",
                                halves.length > 1 ? halves[1].strip() : null));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }

    private static List<String> expand(String who) {
        return switch (who) {
            case "members" -> List.of("owner", "member", "editor", "viewer");
            case "writers" -> List.of("owner", "member", "editor");
            case "all" -> ROLES;
            case "people" -> List.of("owner", "member", "editor", "viewer", "stranger", "admin");
            case "outsiders" -> List.of("stranger", "admin");
            default -> {
                if (!ROLES.contains(who)) {
                    throw new IllegalArgumentException("isolation.txt names " + who);
                }
                yield List.of(who);
            }
        };
    }
}
