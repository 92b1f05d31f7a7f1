package dev.holdfast.platform.ai.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.platform.ai.ApiKey;
import dev.holdfast.platform.ai.Failure;
import dev.holdfast.platform.ai.PricedModel;
import dev.holdfast.platform.ai.TextModel;
import dev.holdfast.testkit.ai.AnthropicServer;
import dev.holdfast.testkit.ai.Behaviour;
import dev.holdfast.testkit.ai.ProviderServer;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnthropicTest extends ProviderContract {

    @Override
    ProviderServer server() {
        return new AnthropicServer();
    }

    @Override
    TextModel model(RemoteModels models, ApiKey key, URI baseUrl, List<PricedModel> allowed) {
        return models.anthropic(
                new AnthropicSettings(key, baseUrl, allowed.getFirst().name(), allowed));
    }

    @Override
    String modelName() {
        return "claude-haiku-4-5";
    }

    @Override
    int sentLimit() {
        return server.lastRequest().path("max_tokens").asInt();
    }

    @Test
    void knowsAnAccountThatCannotPay() {
        server.next(Behaviour.Error.of(402));
        assertThat(failure(false).failure()).isEqualTo(Failure.AUTHENTICATION);
    }
}
