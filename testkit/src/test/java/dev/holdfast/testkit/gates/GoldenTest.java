package dev.holdfast.testkit.gates;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

@DisabledIfSystemProperty(named = "updateGoldens", matches = "true", disabledReason = "nothing differs while accepting")
class GoldenTest {
    @TempDir
    Path folder;

    @Test
    void acceptsTheSameText() throws IOException {
        Files.writeString(folder.resolve("routes.txt"), "GET /a\nGET /b\n");

        assertThatCode(() -> Golden.check(folder, "routes", "GET /a\nGET /b")).doesNotThrowAnyException();
    }

    @Test
    void showsWhatDiffersAndTheCommandThatAcceptsIt() throws IOException {
        Files.writeString(folder.resolve("routes.txt"), "GET /a\nGET /b\nGET /c\n");

        assertThatThrownBy(() -> Golden.check(folder, "routes", "GET /a\nGET /d\nGET /c\n"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("- GET /b\n+ GET /d\n")
                .hasMessageContaining("./holdfast check --update-goldens")
                .hasMessageNotContaining("GET /a");
    }

    @Test
    void refusesAMissingGolden() {
        assertThatThrownBy(() -> Golden.check(folder, "routes", "GET /a\n")).isInstanceOf(AssertionError.class);
    }

    @Test
    void refusesNamesThatAreNoNames() {
        assertThatThrownBy(() -> Golden.check(folder, "../routes", "x")).isInstanceOf(IllegalArgumentException.class);
    }
}
