package dev.holdfast.platform.ai.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.platform.ai.ApiKey;
import dev.holdfast.platform.ai.PricedModel;
import dev.holdfast.platform.ai.TextModel;
import dev.holdfast.testkit.ai.Behaviour;
import dev.holdfast.testkit.ai.GeminiServer;
import dev.holdfast.testkit.ai.ProviderServer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class GeminiTest extends ProviderContract {

    @Override
    ProviderServer server() {
        return new GeminiServer();
    }

    @Override
    TextModel model(RemoteModels models, ApiKey key, URI baseUrl, List<PricedModel> allowed) {
        return models.gemini(new GeminiSettings(key, baseUrl, allowed.getFirst().name(), allowed));
    }

    @Override
    String modelName() {
        return "gemini-2.5-flash";
    }

    @Override
    int sentLimit() {
        return server.lastRequest()
                .path("generationConfig")
                .path("maxOutputTokens")
                .asInt();
    }

    @Test
    void readsTheWaitFromTheBody() {
        server.next(Behaviour.Error.of(429));
        assertThat(failure(true).retryAfter()).isEqualTo(Duration.ofMillis(7250));
    }
}
