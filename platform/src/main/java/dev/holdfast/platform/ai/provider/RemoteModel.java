package dev.holdfast.platform.ai.provider;

import dev.holdfast.platform.ai.Failure;
import dev.holdfast.platform.ai.Generation;
import dev.holdfast.platform.ai.ModelException;
import dev.holdfast.platform.ai.Options;
import dev.holdfast.platform.ai.Prompt;
import dev.holdfast.platform.ai.TextModel;
import dev.holdfast.platform.ai.Tokens;
import dev.holdfast.platform.ai.provider.wire.ProviderCall;
import dev.holdfast.platform.ai.provider.wire.Wire;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import org.jspecify.annotations.Nullable;

/** A provider's models over HTTP. */
final class RemoteModel implements TextModel {

    private final String provider;
    private final Dialect dialect;
    private final Wire wire;

    RemoteModel(String provider, Dialect dialect, Wire wire) {
        this.provider = provider;
        this.dialect = dialect;
        this.wire = wire;
    }

    @Override
    public String provider() {
        return provider;
    }

    @Override
    public Generation generate(Prompt prompt, Options options) {
        ProviderCall call = wire.call(provider, options.timeLimit());
        try {
            ChatResponse response = dialect.whole(options, call.http()).chat(request(prompt));
            return generation(response, prompt, options, call.inspection().declined());
        } catch (ModelException e) {
            throw e;
        } catch (RuntimeException e) {
            throw unreadable();
        }
    }

    @Override
    public Generation stream(Prompt prompt, Options options, Deltas deltas) {
        ProviderCall call = wire.call(provider, options.timeLimit());
        StreamCollector collector = new StreamCollector(deltas, call.inspection());
        try {
            dialect.streaming(options, call.http()).chat(request(prompt), collector);
        } catch (ModelException e) {
            collector.rethrow();
            throw e;
        } catch (RuntimeException e) {
            collector.rethrow();
            throw unreadable();
        }
        collector.rethrow();
        if (collector.unreadable()) {
            throw unreadable();
        }
        return generation(
                collector.response(), prompt, options, call.inspection().declined());
    }

    private static ChatRequest request(Prompt prompt) {
        return ChatRequest.builder()
                .messages(SystemMessage.from(Prompt.INSTRUCTION), UserMessage.from(prompt.message()))
                .build();
    }

    private Generation generation(@Nullable ChatResponse response, Prompt prompt, Options options, boolean declined) {
        FinishReason reason = response == null ? null : response.finishReason();
        if (response == null || reason == null) {
            throw ModelException.costUnknown(Failure.CUT_OFF, "the answer of " + provider + " broke off");
        }
        TokenUsage usage = response.tokenUsage();
        Tokens tokens = usage == null ? null : dialect.tokens(usage);
        if (declined || reason == FinishReason.CONTENT_FILTER) {
            throw failed(Failure.REFUSED, provider + " declined to answer", tokens);
        }
        String text = response.aiMessage() == null ? null : response.aiMessage().text();
        if (text == null || text.isEmpty() || (reason != FinishReason.STOP && reason != FinishReason.LENGTH)) {
            throw failed(Failure.UNREADABLE, provider + " answered without a text that is whole", tokens);
        }
        // A gateway that doesn't count leaves only the most that it can have been.
        Tokens most = new Tokens(prompt.inputTokensBound(), options.maxOutputTokens());
        return new Generation(text, options.model(), tokens == null ? most : tokens, reason == FinishReason.LENGTH);
    }

    private static ModelException failed(Failure failure, String message, @Nullable Tokens tokens) {
        return tokens == null
                ? ModelException.costUnknown(failure, message)
                : ModelException.spent(failure, message, tokens);
    }

    private ModelException unreadable() {
        return ModelException.costUnknown(Failure.UNREADABLE, "the answer of " + provider + " can't be read");
    }
}
