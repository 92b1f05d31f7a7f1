package dev.holdfast.platform.ai.gateway;

import dev.holdfast.platform.ai.AiSettings;
import dev.holdfast.platform.ai.PricedModel;
import dev.holdfast.platform.ai.ProviderSettings;
import dev.holdfast.platform.ai.TextModel;
import dev.holdfast.platform.ai.local.LocalModel;
import dev.holdfast.platform.ai.provider.AnthropicSettings;
import dev.holdfast.platform.ai.provider.GeminiSettings;
import dev.holdfast.platform.ai.provider.OpenAiSettings;
import dev.holdfast.platform.ai.provider.RemoteModels;
import dev.holdfast.platform.ai.provider.wire.HttpSettings;
import dev.holdfast.platform.http.RateLimit;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the providers. */
@Configuration(proxyBeanMethods = false)
class AiConfiguration {

    @Bean(destroyMethod = "close")
    RemoteModels remoteModels(HttpSettings settings) {
        return new RemoteModels(settings);
    }

    @Bean
    Providers aiProviders(
            AiSettings settings,
            RemoteModels models,
            OpenAiSettings openAi,
            AnthropicSettings anthropic,
            GeminiSettings gemini) {
        List<PricedModel> extractive = List.of(new PricedModel(LocalModel.MODEL, 0, 0));
        return new Providers(
                settings,
                List.of(
                        new Provider(new LocalModel(), true, false, LocalModel.MODEL, extractive),
                        paid(models.openAi(openAi), openAi),
                        paid(models.anthropic(anthropic), anthropic),
                        paid(models.gemini(gemini), gemini)));
    }

    @Bean
    RateLimit generateLimit() {
        return new RateLimit(AiGateway.RATE, 20, Duration.ofMinutes(1), "Questions to models by one account.");
    }

    @Bean
    @ConditionalOnMissingBean
    Pause aiPause() {
        return new Pauses(new CountDownLatch(1));
    }

    private static Provider paid(TextModel model, ProviderSettings settings) {
        return new Provider(model, settings.apiKey().isPresent(), true, settings.defaultModel(), settings.models());
    }

    /** Waits that end with the program. */
    private record Pauses(CountDownLatch end) implements Pause, AutoCloseable {

        @Override
        public void pause(Duration duration) throws InterruptedException {
            boolean ended = end.await(duration.toMillis(), TimeUnit.MILLISECONDS);
            if (ended) {
                throw new InterruptedException("the program ends");
            }
        }

        @Override
        public void close() {
            end.countDown();
        }
    }
}
