package dev.holdfast.platform.ai.provider.wire;

import dev.holdfast.platform.ai.Failure;
import dev.holdfast.platform.ai.ModelException;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventContext;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the reader of a stream and the library's listener: looks for errors inside the stream, and lets no exception through
 * to the reader, which would log it with whatever it quotes.
 */
final class GuardedListener implements ServerSentEventListener {

    private final ServerSentEventListener inner;
    private final Inspection inspection;
    private final Supplier<ModelException> broken;
    private @Nullable ModelException failure;

    GuardedListener(ServerSentEventListener inner, Inspection inspection, Supplier<ModelException> broken) {
        this.inner = inner;
        this.inspection = inspection;
        this.broken = broken;
    }

    @Override
    public void onEvent(ServerSentEvent event, ServerSentEventContext context) {
        if (failure != null) {
            return;
        }
        try {
            inspection.event(event.data());
            inner.onEvent(event, context);
        } catch (ModelException e) {
            failure = e;
            context.parsingHandle().cancel();
        } catch (RuntimeException e) {
            failure = ModelException.costUnknown(Failure.UNREADABLE, "a piece of the answer can't be read");
            context.parsingHandle().cancel();
        }
    }

    @Override
    public void onError(Throwable error) {
        if (failure == null && !inspection.abandoned()) {
            failure = broken.get();
        }
    }

    /** Passes the end on, or throws what went wrong on the way to it. */
    void finish() {
        if (failure != null) {
            throw failure;
        }
        inner.onClose();
    }
}
