package dev.holdfast.platform.ai.provider;

import dev.holdfast.platform.ai.ApiKey;
import dev.holdfast.platform.ai.PricedModel;
import dev.holdfast.platform.ai.ProviderSettings;
import java.net.URI;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Anthropic, or a gateway that speaks like it.
 *
 * @param apiKey the key that requests to Anthropic carry; empty turns the provider off
 * @param baseUrl where Anthropic is, version included; another address for a gateway or a proxy
 * @param defaultModel the model when a request names none
 * @param models the models that may be used, each name=input/output in dollars for a million tokens; check the prices against your contract
 */
@ConfigurationProperties("holdfast.ai.anthropic")
public record AnthropicSettings(
        @DefaultValue("") ApiKey apiKey,
        @DefaultValue("https://api.anthropic.com/v1") URI baseUrl,
        @DefaultValue("claude-haiku-4-5") String defaultModel,

        @DefaultValue({"claude-haiku-4-5=1/5", "claude-sonnet-4-5=3/15", "claude-opus-4-5=5/25"})
        List<PricedModel> models)
        implements ProviderSettings {

    /** Refuses contradictions. */
    public AnthropicSettings {
        models = List.copyOf(models);
        ProviderSettings.check("holdfast.ai.anthropic", baseUrl, defaultModel, models);
    }
}
