package dev.holdfast.platform.ai.budget;

/**
 * A cost, in both units that limits are set in.
 *
 * @param micros micro-dollars
 * @param tokens input and output together
 */
public record Amount(long micros, long tokens) {

    /** Refuses negative amounts. */
    public Amount {
        if (micros < 0 || tokens < 0) {
            throw new IllegalArgumentException("an amount must not be negative: " + micros + ", " + tokens);
        }
    }
}
