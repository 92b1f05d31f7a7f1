package dev.holdfast.server.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.holdfast.server.run.Settings;
import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is secret in the settings shows nowhere: not in a settings object that somebody logs, not in a start that fails. */
final class SecretSettingsTest {
    private static final String MARKER = "planted5up3r";
    private static final Pattern SECRET = Pattern.compile(".*(password|secret|[.-]key|redis[.]url)$");
    private static final Map<String, String> FURTHER = Map.of(
            "holdfast.db.url",
            "jdbc:postgresql://db.example/holdfast?password=" + MARKER,
            "holdfast.db.direct-url",
            "jdbc:postgresql://" + MARKER + "@db.example/holdfast",
            "holdfast.redis.url",
            "redis://:" + MARKER + "@cache.example:6379/0",
            "holdfast.identity.issuers[0].name",
            "example",
            "holdfast.identity.issuers[0].issuer",
            "https://issuer.example",
            "holdfast.identity.issuers[0].sign-in.client-id",
            "us",
            "holdfast.identity.issuers[0].sign-in.client-secret",
            MARKER);

    @Test
    void settingsDoNotShowTheirSecrets() throws ReflectiveOperationException, IOException {
        Map<String, String> values = new HashMap<>();
        Map<String, String> types = new TreeMap<>();
        for (URL url : Collections.list(
                getClass().getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))) {
            JsonNode metadata = JsonMapper.shared().readTree(url.openStream());
            for (JsonNode property : metadata.path("properties")) {
                String name = property.path("name").asString();
                // The file that a key lies in is none.
                if (name.startsWith("holdfast.")
                        && SECRET.matcher(name).matches()
                        && !name.equals("holdfast.tls.key")) {
                    values.put(name, MARKER);
                }
            }
            for (JsonNode group : metadata.path("groups")) {
                if (group.path("name").asString().startsWith("holdfast")) {
                    types.put(group.path("type").asString(), group.path("name").asString());
                }
            }
        }
        values.putAll(FURTHER);
        assertThat(values)
                .containsKeys("holdfast.ai.openai.api-key", "holdfast.blobs.secret-key", "holdfast.mail.password");
        Settings settings = Settings.read(null, values);
        for (Map.Entry<String, String> type : types.entrySet()) {
            Object bound = settings.bind(type.getValue(), Class.forName(type.getKey()));
            assertThat(bound.toString()).as(type.getKey()).doesNotContain(MARKER);
        }
        for (String key : values.keySet()) {
            assertThat(settings.shown(key)).as(key).isNotEmpty().doesNotContain(MARKER);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "holdfast.ai.openai.api-key, dev.holdfast.platform.ai.provider.OpenAiSettings, planted5up3r with spaces",
        "holdfast.mail.smtp-url, dev.holdfast.platform.mail.MailSettings, smtp://me:planted5up3r@mail.example",
        "holdfast.mail.smtp-url, dev.holdfast.platform.mail.MailSettings, smtp://me:planted5up3r@mail example",
    })
    void aStartThatFailsDoesNotShowThemEither(String key, String type, String value) throws ClassNotFoundException {
        Settings settings = Settings.read(null, Map.of(key, value));
        Class<?> settingsType = Class.forName(type);
        Throwable failure = catchThrowable(() -> settings.bind(key.substring(0, key.lastIndexOf('.')), settingsType));
        assertThat(failure).hasMessageContaining(key.substring(0, key.lastIndexOf('.')));
        assertThat(failure.getMessage()).doesNotContain(MARKER);
    }
}
