package dev.holdfast.platform.ai;

import java.time.Duration;

/**
 * How one attempt is to be made.
 *
 * @param model the provider's name for the model
 * @param maxOutputTokens where the answer is cut, 1 to 100,000; thinking counts
 * @param timeLimit for the whole attempt, from the connection to the last byte
 */
public record Options(String model, int maxOutputTokens, Duration timeLimit) {

    /** The most output tokens that may be asked for. */
    public static final int MAX_OUTPUT_TOKENS = 100_000;

    /** Refuses a limit out of range. */
    public Options {
        if (maxOutputTokens < 1 || maxOutputTokens > MAX_OUTPUT_TOKENS) {
            throw new IllegalArgumentException("maxOutputTokens must be 1 to 100000: " + maxOutputTokens);
        }
    }
}
