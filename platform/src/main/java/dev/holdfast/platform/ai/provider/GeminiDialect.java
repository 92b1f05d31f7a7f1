package dev.holdfast.platform.ai.provider;

import dev.holdfast.platform.ai.Options;
import dev.holdfast.platform.ai.ProviderSettings;
import dev.holdfast.platform.ai.Tokens;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.googleai.GoogleAiGeminiChatModel;
import dev.langchain4j.model.googleai.GoogleAiGeminiStreamingChatModel;
import dev.langchain4j.model.output.TokenUsage;

/** Gemini's generateContent. Thoughts are billed as output, but counted beside it, so the output is what the total leaves. */
record GeminiDialect(ProviderSettings settings) implements Dialect {

    @Override
    public ChatModel whole(Options options, HttpClientBuilder http) {
        return GoogleAiGeminiChatModel.builder()
                .httpClientBuilder(http)
                .baseUrl(settings.baseUrl().toString())
                .apiKey(settings.apiKey().reveal())
                .modelName(options.model())
                .maxOutputTokens(options.maxOutputTokens())
                .returnThinking(false)
                .maxRetries(0)
                .logRequests(false)
                .logResponses(false)
                .build();
    }

    @Override
    public StreamingChatModel streaming(Options options, HttpClientBuilder http) {
        return GoogleAiGeminiStreamingChatModel.builder()
                .httpClientBuilder(http)
                .baseUrl(settings.baseUrl().toString())
                .apiKey(settings.apiKey().reveal())
                .modelName(options.model())
                .maxOutputTokens(options.maxOutputTokens())
                .returnThinking(false)
                .logRequests(false)
                .logResponses(false)
                .build();
    }

    @Override
    public Tokens tokens(TokenUsage usage) {
        long input = Dialect.count(usage.inputTokenCount());
        long apart = Dialect.count(usage.totalTokenCount()) - input;
        return new Tokens(input, Math.max(apart, Dialect.count(usage.outputTokenCount())));
    }
}
