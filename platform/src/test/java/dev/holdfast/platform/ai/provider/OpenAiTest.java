package dev.holdfast.platform.ai.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.platform.ai.ApiKey;
import dev.holdfast.platform.ai.Failure;
import dev.holdfast.platform.ai.Options;
import dev.holdfast.platform.ai.PricedModel;
import dev.holdfast.platform.ai.Prompt;
import dev.holdfast.platform.ai.TextModel;
import dev.holdfast.testkit.ai.Behaviour;
import dev.holdfast.testkit.ai.OpenAiServer;
import dev.holdfast.testkit.ai.ProviderServer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiTest extends ProviderContract {

    @Override
    ProviderServer server() {
        return new OpenAiServer();
    }

    @Override
    TextModel model(RemoteModels models, ApiKey key, URI baseUrl, List<PricedModel> allowed) {
        return models.openAi(new OpenAiSettings(key, baseUrl, allowed.getFirst().name(), allowed));
    }

    @Override
    String modelName() {
        return "gpt-5-mini";
    }

    @Override
    int sentLimit() {
        return server.lastRequest().path("max_completion_tokens").asInt();
    }

    @ParameterizedTest
    @CsvSource({
        "429,insufficient_quota,AUTHENTICATION",
        "400,context_length_exceeded,TOO_LONG",
        "400,content_policy_violation,REFUSED"
    })
    void knowsItsCodes(int status, String code, Failure expected) {
        server.next(new Behaviour.Error(status, code, null));
        assertThat(failure(true).failure()).isEqualTo(expected);
    }

    @Test
    void asksForUsageAndForNoStorage() {
        model().stream(new Prompt("?", List.of()), new Options(modelName(), 9, Duration.ofSeconds(9)), piece -> {});
        assertThat(server.lastRequest()
                        .path("stream_options")
                        .path("include_usage")
                        .asBoolean())
                .isTrue();
        assertThat(server.lastRequest().path("store").asBoolean(true)).isFalse();
    }
}
