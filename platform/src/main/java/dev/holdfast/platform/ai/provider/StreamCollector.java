package dev.holdfast.platform.ai.provider;

import dev.holdfast.platform.ai.TextModel.Deltas;
import dev.holdfast.platform.ai.provider.wire.Inspection;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import org.jspecify.annotations.Nullable;

/** Passes pieces on, and keeps what the library would swallow: the exception of whoever takes them, and its own. */
final class StreamCollector implements StreamingChatResponseHandler {

    private final Deltas deltas;
    private final Inspection inspection;
    private @Nullable ChatResponse response;
    private @Nullable RuntimeException thrown;
    private boolean unreadable;

    StreamCollector(Deltas deltas, Inspection inspection) {
        this.deltas = deltas;
        this.inspection = inspection;
    }

    /** The end of the stream, if it came. */
    @Nullable
    ChatResponse response() {
        return response;
    }

    /** Whether the library couldn't make sense of something. */
    boolean unreadable() {
        return unreadable;
    }

    /** Throws what the taker of the pieces threw, if it did. */
    void rethrow() {
        if (thrown != null) {
            throw thrown;
        }
    }

    @Override
    public void onPartialResponse(PartialResponse partial, PartialResponseContext context) {
        if (thrown != null || partial.text().isEmpty()) {
            return;
        }
        try {
            deltas.delta(partial.text());
        } catch (RuntimeException e) {
            thrown = e;
            inspection.abandon();
            context.streamingHandle().cancel();
        }
    }

    @Override
    public void onCompleteResponse(ChatResponse complete) {
        response = complete;
    }

    @Override
    public void onError(Throwable error) {
        unreadable = true;
    }
}
