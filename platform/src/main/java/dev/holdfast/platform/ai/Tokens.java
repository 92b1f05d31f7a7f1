package dev.holdfast.platform.ai;

/**
 * What an answer used, as its provider counted: {@code output} includes tokens that were thought and not shown.
 *
 * @param input tokens of the prompt, 0 or more
 * @param output tokens of the answer, 0 or more
 */
public record Tokens(long input, long output) {

    /** Nothing used. */
    public static final Tokens NONE = new Tokens(0, 0);

    /** Refuses negative counts. */
    public Tokens {
        if (input < 0 || output < 0) {
            throw new IllegalArgumentException("token counts must not be negative: " + input + ", " + output);
        }
    }

    /** Both together. */
    public long total() {
        return input + output;
    }
}
