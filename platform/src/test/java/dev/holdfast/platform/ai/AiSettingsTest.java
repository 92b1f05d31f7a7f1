package dev.holdfast.platform.ai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.platform.ai.budget.BudgetSettings;
import dev.holdfast.platform.ai.provider.AnthropicSettings;
import dev.holdfast.platform.ai.provider.GeminiSettings;
import dev.holdfast.platform.ai.provider.OpenAiSettings;
import dev.holdfast.platform.ai.provider.wire.HttpSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class AiSettingsTest {

    private static final Map<String, Class<?>> ALL = Map.of(
            "holdfast.ai.openai", OpenAiSettings.class,
            "holdfast.ai.anthropic", AnthropicSettings.class,
            "holdfast.ai.gemini", GeminiSettings.class,
            "holdfast.ai.http", HttpSettings.class,
            "holdfast.ai.budget", BudgetSettings.class,
            "holdfast.ai", AiSettings.class);

    @Test
    void standWithoutAnything() {
        ALL.forEach((prefix, type) -> assertThat(bind(prefix, type, Map.of())).isNotNull());
        assertThat(bind("holdfast.ai.openai", OpenAiSettings.class, Map.of())
                        .apiKey()
                        .isPresent())
                .isFalse();
    }

    @Test
    void readPricesToTheMicroDollar() {
        OpenAiSettings settings = bind(
                "holdfast.ai.openai",
                OpenAiSettings.class,
                Map.of(
                        "holdfast.ai.openai.models", "gpt-x=0.15/0.000001, org/own:7b=0/3",
                        "holdfast.ai.openai.default-model", "org/own:7b"));
        assertThat(settings.models())
                .containsExactly(new PricedModel("gpt-x", 150_000, 1), new PricedModel("org/own:7b", 0, 3_000_000));
        assertThat(settings.models().getFirst().costMicros(new Tokens(1, 0)))
                .as("rounded up")
                .isEqualTo(1);
        assertThat(settings.models().getFirst().costMicros(new Tokens(1_000_000, 0)))
                .isEqualTo(150_000);
    }

    @Test
    void hideTheKey() {
        OpenAiSettings settings =
                bind("holdfast.ai.openai", OpenAiSettings.class, Map.of("holdfast.ai.openai.api-key", "sk-secret"));
        assertThat(settings.toString()).doesNotContain("sk-secret").contains("ApiKey[hidden]");
        assertThat(settings.apiKey().reveal()).isEqualTo("sk-secret");
        assertThatThrownBy(() -> ApiKey.valueOf("sk secret\n2")).hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "holdfast.ai|provider|nobody|must be one of local, openai, anthropic, gemini: nobody",
                "holdfast.ai|fallback|local,nobody|must hold only",
                "holdfast.ai|attempts|0|must be 1 to 10: 0",
                "holdfast.ai|total-time|1h|must be 100ms to 30m",
                "holdfast.ai|max-output-tokens|8|must be 16 to 100000: 8",
                "holdfast.ai.openai|models|gpt=1|gpt=1",
                "holdfast.ai.openai|models|gpt=1/2.0000001|must look like",
                "holdfast.ai.openai|default-model|gpt-0|must be one of holdfast.ai.openai.models",
                "holdfast.ai.anthropic|base-url|https://user@example.org|without query and user",
                "holdfast.ai.gemini|base-url|ftp://example.org|must be an http or https address",
                "holdfast.ai.http|silence|0s|holdfast.ai.http.silence must be 10ms to 30m",
                "holdfast.ai.http|max-answer|1B|must be 1KB to 256MB",
                "holdfast.ai.budget|user-usd-per-day|-1|must be 0 to 1000000 dollars",
                "holdfast.ai.budget|space-usd-per-month|0.0000001|at most six decimals",
                "holdfast.ai.budget|user-tokens-per-day|-5|must be 0 to 1000000000000: -5",
            })
    void refuseWhatMakesNoSense(String prefix, String name, String value, String message) {
        assertThatThrownBy(() -> bind(prefix, type(prefix), Map.of(prefix + "." + name, value)))
                .rootCause()
                .hasMessageContaining(message);
    }

    private static Class<?> type(String prefix) {
        Class<?> type = ALL.get(prefix);
        assertThat(type).isNotNull();
        return type == null ? Object.class : type;
    }

    private static <T> T bind(String prefix, Class<T> type, Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate(prefix, type);
    }
}
