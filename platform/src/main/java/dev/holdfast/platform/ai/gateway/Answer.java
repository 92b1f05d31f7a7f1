package dev.holdfast.platform.ai.gateway;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An answer with who gave it and what it cost.
 *
 * @param text the whole
 * @param provider who gave it in the end
 * @param model which of its models
 * @param truncated whether the limit on output cut it
 * @param usage what this answer used; failed attempts before it are in the account's usage, not here
 */
public record Answer(String text, String provider, String model, boolean truncated, Usage usage) {

    /**
     * What an answer used.
     *
     * @param inputTokens of the question and its documents
     * @param outputTokens of the answer, thinking included
     * @param costUsd dollars, exact to a millionth
     */
    public record Usage(long inputTokens, long outputTokens, BigDecimal costUsd) {

        static Usage of(long inputTokens, long outputTokens, long costMicros) {
            BigDecimal dollars = BigDecimal.valueOf(costMicros, 6).stripTrailingZeros();
            return new Usage(
                    inputTokens,
                    outputTokens,
                    dollars.scale() < 0 ? dollars.setScale(0, RoundingMode.UNNECESSARY) : dollars);
        }
    }

    @Override
    public String toString() {
        return "Answer[" + text.length() + " characters, " + provider + ", " + model + ", " + usage + "]";
    }
}
