package dev.holdfast.server.gates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.gates.Golden;
import dev.holdfast.testkit.gates.Settings;
import org.junit.jupiter.api.Test;

class SettingsGoldenTest {
    private final Settings settings = Settings.of(getClass().getClassLoader(), "holdfast");

    @Test
    void settingsAreTheAcceptedOnes() {
        Golden.check("settings", settings.text());
    }

    @Test
    void everySettingSaysWhatItIsFor() {
        assertThat(settings.text()).contains("holdfast.db.url");
        assertThat(settings.violations()).isEmpty();
    }
}
