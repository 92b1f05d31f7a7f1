package dev.holdfast.platform.ai.provider;

import dev.holdfast.platform.ai.ApiKey;
import dev.holdfast.platform.ai.PricedModel;
import dev.holdfast.platform.ai.ProviderSettings;
import java.net.URI;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * OpenAI, or a gateway that speaks like it.
 *
 * @param apiKey the key that requests to OpenAI carry; empty turns the provider off
 * @param baseUrl where OpenAI is, version included; another address for a gateway or a proxy
 * @param defaultModel the model when a request names none
 * @param models the models that may be used, each name=input/output in dollars for a million tokens; check the prices against your contract
 */
@ConfigurationProperties("holdfast.ai.openai")
public record OpenAiSettings(
        @DefaultValue("") ApiKey apiKey,
        @DefaultValue("https://api.openai.com/v1") URI baseUrl,
        @DefaultValue("gpt-4.1-mini") String defaultModel,

        @DefaultValue({
            "gpt-4.1=2/8",
            "gpt-4.1-mini=0.40/1.60",
            "gpt-4.1-nano=0.10/0.40",
            "gpt-4o=2.50/10",
            "gpt-4o-mini=0.15/0.60",
            "gpt-5=1.25/10",
            "gpt-5-mini=0.25/2",
            "gpt-5-nano=0.05/0.40"
        })
        List<PricedModel> models)
        implements ProviderSettings {

    /** Refuses contradictions. */
    public OpenAiSettings {
        models = List.copyOf(models);
        ProviderSettings.check("holdfast.ai.openai", baseUrl, defaultModel, models);
    }
}
