package dev.holdfast.platform.ai;

/** Why a model gave no whole answer. */
public enum Failure {
    /** The provider doesn't know the model, or the key may not use it. Final. */
    UNKNOWN_MODEL(false),
    /** The provider won't answer this content. Final. */
    REFUSED(false),
    /** The prompt is longer than the model takes. Final. */
    TOO_LONG(false),
    /** The provider found the request wrong in another way. Final; another provider may take it. */
    REJECTED(true),
    /** The provider doesn't accept the key, or the account behind it can't pay. Final for this provider. */
    AUTHENTICATION(true),
    /** The provider wants fewer requests. Worth another attempt later. */
    RATE_LIMITED(true),
    /** The provider is overloaded, broken or out of reach. Worth another attempt. */
    UNAVAILABLE(true),
    /** No whole answer within the time limit. Worth another attempt. */
    TIMEOUT(true),
    /** The answer broke off. Worth another attempt as long as nobody has seen a part of it. */
    CUT_OFF(true),
    /** What came back can't be understood. Final for this provider. */
    UNREADABLE(true);

    private final boolean elsewhere;

    Failure(boolean elsewhere) {
        this.elsewhere = elsewhere;
    }

    /** Whether the same provider may well answer the same request a little later. */
    public boolean retryable() {
        return this == RATE_LIMITED || this == UNAVAILABLE || this == TIMEOUT || this == CUT_OFF;
    }

    /** Whether another provider may well answer the same request now. */
    public boolean worthAnotherProvider() {
        return elsewhere;
    }
}
