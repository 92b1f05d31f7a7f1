package dev.holdfast.platform.ai.provider;

import dev.holdfast.platform.ai.ApiKey;
import dev.holdfast.platform.ai.PricedModel;
import dev.holdfast.platform.ai.ProviderSettings;
import java.net.URI;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Gemini, or a gateway that speaks like it.
 *
 * @param apiKey the key that requests to Gemini carry; empty turns the provider off
 * @param baseUrl where Gemini is, version included; another address for a gateway or a proxy
 * @param defaultModel the model when a request names none
 * @param models the models that may be used, each name=input/output in dollars for a million tokens; check the prices against your contract
 */
@ConfigurationProperties("holdfast.ai.gemini")
public record GeminiSettings(
        @DefaultValue("") ApiKey apiKey,

        @DefaultValue("https://generativelanguage.googleapis.com/v1beta")
        URI baseUrl,

        @DefaultValue("gemini-2.5-flash-lite") String defaultModel,

        @DefaultValue({"gemini-2.5-flash-lite=0.10/0.40", "gemini-2.5-flash=0.30/2.50", "gemini-2.5-pro=2.50/15"})
        List<PricedModel> models)
        implements ProviderSettings {

    /** Refuses contradictions. */
    public GeminiSettings {
        models = List.copyOf(models);
        ProviderSettings.check("holdfast.ai.gemini", baseUrl, defaultModel, models);
    }
}
