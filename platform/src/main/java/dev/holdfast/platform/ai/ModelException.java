package dev.holdfast.platform.ai;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A model gave no whole answer. The message is in our words: provider, status and the provider's error code, nothing of what was
 * asked or answered, and there is never a cause, because providers and libraries quote both.
 */
public final class ModelException extends RuntimeException {

    private final Failure failure;
    private final @Nullable Duration retryAfter;
    private final @Nullable Tokens spent;

    private ModelException(Failure failure, String message, @Nullable Duration retryAfter, @Nullable Tokens spent) {
        super(message);
        this.failure = failure;
        this.retryAfter = retryAfter;
        this.spent = spent;
    }

    /** An attempt that certainly cost nothing: it was never sent, or answered with an error before any work. */
    public static ModelException free(Failure failure, String message, @Nullable Duration retryAfter) {
        return new ModelException(failure, message, retryAfter, Tokens.NONE);
    }

    /** An attempt whose cost nobody told: it may be anything up to what was allowed. */
    public static ModelException costUnknown(Failure failure, String message) {
        return new ModelException(failure, message, null, null);
    }

    /** An attempt that failed and cost what the provider said. */
    public static ModelException spent(Failure failure, String message, Tokens spent) {
        return new ModelException(failure, message, null, spent);
    }

    /** Why. */
    public Failure failure() {
        return failure;
    }

    /** How long the provider wants to be left alone, if it said so. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** What the attempt used, or null if that is unknown. */
    public @Nullable Tokens spent() {
        return spent;
    }
}
