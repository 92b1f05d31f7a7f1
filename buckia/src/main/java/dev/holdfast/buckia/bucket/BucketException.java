package dev.holdfast.buckia.bucket;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call to a bucket failed. The message says what, with the key or bucket, and holds no credential. */
public final class BucketException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final BucketError error;
    private final @Nullable Duration retryAfter;

    /** A failure without an underlying one. */
    public BucketException(BucketError error, String message) {
        this(error, message, null, null);
    }

    /** A failure with the one that caused it. */
    public BucketException(BucketError error, String message, @Nullable Throwable cause) {
        this(error, message, cause, null);
    }

    /** A failure for which the provider said when to come again. */
    public BucketException(
            BucketError error, String message, @Nullable Throwable cause, @Nullable Duration retryAfter) {
        super(message, cause);
        this.error = error;
        this.retryAfter = retryAfter;
    }

    /** Which of the known failures. */
    public BucketError error() {
        return error;
    }

    /** How long the provider wants to be left alone; empty if it didn't say. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
