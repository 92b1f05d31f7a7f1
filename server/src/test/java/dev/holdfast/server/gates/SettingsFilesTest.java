package dev.holdfast.server.gates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.server.run.Settings;
import dev.holdfast.testkit.gates.Golden;
import dev.holdfast.testkit.gates.Settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators read about settings names all of them and none that isn't there. */
class SettingsFilesTest {
    /** Two dots at least: {@code holdfast.yaml} is a file, {@code holdfast.security} a logger. */
    private static final Pattern NAMED = Pattern.compile("`(holdfast\\.[a-z0-9-]+\\.[a-z0-9.-]*[a-z0-9])[^`]*`");

    private static final int WIDTH = 118;

    private final List<Setting> settings = dev.holdfast.testkit.gates.Settings.of(
                    getClass().getClassLoader(), "holdfast")
            .all();

    @TempDir
    Path folder;

    @Test
    void theExampleFileNamesEverySetting() {
        StringBuilder text = new StringBuilder("""
                # Holdfast's settings, each with its default and commented out. Copy to holdfast.properties beside the
                # program, or name the copy with --config, and take the # away from what is to differ. Options of the
                # command line and variables of the environment (HOLDFAST_DB_URL is holdfast.db.url) win over this file.
                """);
        for (Setting setting : settings) {
            text.append('\n');
            comment(setting.description()).forEach(line -> text.append(line).append('\n'));
            text.append('#')
                    .append(setting.name())
                    .append('=')
                    .append(value(setting))
                    .append('\n');
        }
        Golden.file("deploy/holdfast.example.properties", text.toString());
    }

    @Test
    void theTableNamesEverySetting() {
        String rows = settings.stream()
                .map(each -> "| `" + each.name() + "` | " + code(value(each)) + " | "
                        + each.description().replace("|", "\\|") + " |\n")
                .collect(Collectors.joining());
        Golden.file("docs/settings.md", """
                # Settings

                Every key, its default and what it means; made from the code by a test. How they are given says
                [operating.md](operating.md); to copy from: [holdfast.example.properties](../deploy/holdfast.example.properties).

                | key | default | means |
                | --- | --- | --- |
                """ + rows);
    }

    @Test
    void theExampleIsReadByTheProgram() throws IOException {
        String all = Files.readString(Golden.repositoryRoot().resolve("deploy/holdfast.example.properties"))
                .lines()
                .map(line -> line.startsWith("#holdfast.") && !line.endsWith("=") ? line.substring(1) : line)
                .collect(Collectors.joining("\n"));
        Path file = Files.writeString(folder.resolve("all.properties"), all);
        Settings read = Settings.read(file, Map.of());
        assertThat(read.get("holdfast.blobs.presign-ttl")).isEqualTo("5m");
    }

    @Test
    void documentsNameNoSettingThatIsNotThere() throws IOException {
        TreeSet<String> known = settings.stream().map(Setting::name).collect(Collectors.toCollection(TreeSet::new));
        TreeSet<String> unknown = new TreeSet<>();
        try (Stream<Path> docs = Files.walk(Golden.repositoryRoot().resolve("docs"))) {
            for (Path doc : docs.filter(each -> each.toString().endsWith(".md")).toList()) {
                Matcher named = NAMED.matcher(Files.readString(doc));
                while (named.find()) {
                    String name = named.group(1);
                    boolean there = known.stream()
                            .anyMatch(each ->
                                    each.equals(name) || each.startsWith(name + ".") || name.startsWith(each + "."));
                    if (!there) {
                        unknown.add(doc.getFileName() + ": " + name);
                    }
                }
            }
        }
        assertThat(unknown).isEmpty();
    }

    private static String value(Setting setting) {
        String fallback = setting.fallback();
        return fallback.equals("none") ? "" : fallback.replaceAll("^\"|\"$", "").replaceAll("^\\[|]$", "");
    }

    private static String code(String value) {
        return value.isEmpty() ? "" : "`" + value + "`";
    }

    private static List<String> comment(String words) {
        List<String> lines = new java.util.ArrayList<>();
        StringBuilder line = new StringBuilder("#");
        for (String word : words.split(" ", -1)) {
            if (line.length() + word.length() >= WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder("#");
            }
            line.append(' ').append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
