package dev.holdfast.platform.ai.provider;

import dev.holdfast.platform.ai.Options;
import dev.holdfast.platform.ai.ProviderSettings;
import dev.holdfast.platform.ai.Tokens;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.anthropic.AnthropicTokenUsage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.output.TokenUsage;

/** Anthropic's messages. Tokens read from its cache and written to it are counted apart and added here at the full price. */
record AnthropicDialect(ProviderSettings settings) implements Dialect {

    @Override
    public ChatModel whole(Options options, HttpClientBuilder http) {
        return AnthropicChatModel.builder()
                .httpClientBuilder(http)
                .baseUrl(settings.baseUrl().toString())
                .apiKey(settings.apiKey().reveal())
                .modelName(options.model())
                .maxTokens(options.maxOutputTokens())
                .maxRetries(0)
                .logRequests(false)
                .logResponses(false)
                .build();
    }

    @Override
    public StreamingChatModel streaming(Options options, HttpClientBuilder http) {
        return AnthropicStreamingChatModel.builder()
                .httpClientBuilder(http)
                .baseUrl(settings.baseUrl().toString())
                .apiKey(settings.apiKey().reveal())
                .modelName(options.model())
                .maxTokens(options.maxOutputTokens())
                .logRequests(false)
                .logResponses(false)
                .build();
    }

    @Override
    public Tokens tokens(TokenUsage usage) {
        long input = Dialect.count(usage.inputTokenCount());
        if (usage instanceof AnthropicTokenUsage own) {
            input += Dialect.count(own.cacheCreationInputTokens()) + Dialect.count(own.cacheReadInputTokens());
        }
        return new Tokens(input, Dialect.count(usage.outputTokenCount()));
    }
}
