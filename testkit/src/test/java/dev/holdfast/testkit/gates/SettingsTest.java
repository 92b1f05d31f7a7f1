package dev.holdfast.testkit.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir
    Path folder;

    @Test
    void writesDownTheSettingsOfOnePrefix() throws IOException {
        Settings settings = read("""
                {"properties": [
                  {"name": "holdfast.b", "type": "java.lang.String", "description": "What b\\n is for."},
                  {"name": "holdfast.a", "type": "java.lang.Integer", "defaultValue": 16, "description": "How many a."},
                  {"name": "spring.c", "type": "java.lang.String"}]}""");

        assertThat(settings.violations()).isEmpty();
        assertThat(settings.text()).isEqualTo("""
                holdfast.a
                  type: java.lang.Integer
                  default: 16
                  How many a.

                holdfast.b
                  type: java.lang.String
                  default: none
                  What b is for.
                """);
    }

    @Test
    void refusesSettingsWithoutDescription() throws IOException {
        Settings settings = read("""
                {"properties": [{"name": "holdfast.a", "type": "java.lang.Integer"}]}""");

        assertThat(settings.violations()).extracting(Violation::where).containsExactly("holdfast.a");
    }

    private Settings read(String json) throws IOException {
        Path file = folder.resolve("META-INF/spring-configuration-metadata.json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, json);
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, null)) {
            return Settings.of(loader, "holdfast");
        }
    }
}
