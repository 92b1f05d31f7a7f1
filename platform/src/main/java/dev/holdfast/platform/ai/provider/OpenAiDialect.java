package dev.holdfast.platform.ai.provider;

import dev.holdfast.platform.ai.Options;
import dev.holdfast.platform.ai.ProviderSettings;
import dev.holdfast.platform.ai.Tokens;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.output.TokenUsage;

/** OpenAI's chat completions. Reasoning tokens are within the completion's, and within its limit. */
record OpenAiDialect(ProviderSettings settings) implements Dialect {

    @Override
    public ChatModel whole(Options options, HttpClientBuilder http) {
        return OpenAiChatModel.builder()
                .httpClientBuilder(http)
                .baseUrl(settings.baseUrl().toString())
                .apiKey(settings.apiKey().reveal())
                .modelName(options.model())
                .maxCompletionTokens(options.maxOutputTokens())
                .store(false)
                .maxRetries(0)
                .logRequests(false)
                .logResponses(false)
                .build();
    }

    @Override
    public StreamingChatModel streaming(Options options, HttpClientBuilder http) {
        return OpenAiStreamingChatModel.builder()
                .httpClientBuilder(http)
                .baseUrl(settings.baseUrl().toString())
                .apiKey(settings.apiKey().reveal())
                .modelName(options.model())
                .maxCompletionTokens(options.maxOutputTokens())
                .store(false)
                .logRequests(false)
                .logResponses(false)
                .build();
    }

    @Override
    public Tokens tokens(TokenUsage usage) {
        return new Tokens(Dialect.count(usage.inputTokenCount()), Dialect.count(usage.outputTokenCount()));
    }
}
