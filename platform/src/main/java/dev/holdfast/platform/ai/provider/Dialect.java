package dev.holdfast.platform.ai.provider;

import dev.holdfast.platform.ai.Options;
import dev.holdfast.platform.ai.Tokens;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.output.TokenUsage;
import org.jspecify.annotations.Nullable;

/** How one provider's API is spoken. Models are made anew for each attempt: they hold no connection and cost microseconds. */
interface Dialect {

    /** A model for one answer in one piece, without retries and without logs. */
    ChatModel whole(Options options, HttpClientBuilder http);

    /** A model for one answer piece by piece, without logs. */
    StreamingChatModel streaming(Options options, HttpClientBuilder http);

    /** All tokens that the provider bills, those included that it counts apart. */
    Tokens tokens(TokenUsage usage);

    /** The number that a usage gives, or 0. */
    static long count(@Nullable Integer number) {
        return number == null ? 0 : Math.max(0, number);
    }
}
