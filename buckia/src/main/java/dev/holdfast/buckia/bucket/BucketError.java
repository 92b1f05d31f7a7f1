package dev.holdfast.buckia.bucket;

/** All that can go wrong with a bucket. Providers map their answers to these; nothing else leaves them. */
public enum BucketError {
    /** There is no such object or upload. */
    NOT_FOUND(false, true),
    /** There is no such bucket, zone or folder. */
    NO_BUCKET(false, true),
    /** The key or its signature isn't accepted. */
    CREDENTIALS(false, true),
    /** The credentials are right but don't allow this. */
    DENIED(false, true),
    /** The object isn't as the condition says. */
    CONDITION_FAILED(false, true),
    /** Bytes were changed or cut on the way. */
    CHECKSUM(true, true),
    /** This provider can't have that key, or nobody can. */
    BAD_KEY(false, true),
    /** Beyond what the provider takes in one object or part. */
    TOO_LARGE(false, true),
    /** The first byte wanted lies beyond the end. */
    RANGE(false, true),
    /** The account or disk is full, or a cap is reached. */
    QUOTA(false, true),
    /** Too many requests; {@link BucketException#retryAfter()} may say how long to wait. */
    THROTTLED(true, true),
    /** No connection, a broken one, a timeout, or a failure on the provider's side. The call may have had its effect. */
    UNAVAILABLE(true, false),
    /** This provider can't do that. */
    UNSUPPORTED(false, true),
    /** The caller was interrupted. */
    CANCELED(false, false),
    /** The provider refused for a reason of its own, which the message gives. */
    REFUSED(false, true),
    /** The bytes to be sent can't be read here, or those received can't be written. */
    LOCAL(false, true);

    private final boolean retryable;
    private final boolean nothingHappened;

    BucketError(boolean retryable, boolean nothingHappened) {
        this.retryable = retryable;
        this.nothingHappened = nothingHappened;
    }

    /** Whether the same call may succeed later. */
    public boolean retryable() {
        return retryable;
    }

    /** Whether a call that failed so is known to have changed nothing. */
    public boolean nothingHappened() {
        return nothingHappened;
    }
}
