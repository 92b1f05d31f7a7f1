package dev.holdfast.platform.ai;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model that may be used, with its price. Money is counted in whole micro-dollars (a millionth of a dollar), and a call is rounded
 * up once, so nothing drifts.
 *
 * @param name the provider's name for it
 * @param inputMicrosPerMillion micro-dollars for a million input tokens
 * @param outputMicrosPerMillion micro-dollars for a million output tokens
 */
public record PricedModel(String name, long inputMicrosPerMillion, long outputMicrosPerMillion) {

    private static final Pattern FORM = Pattern.compile(
            "([A-Za-z0-9][A-Za-z0-9._:/@-]{0,99})=([0-9]{1,5}(?:\\.[0-9]{1,6})?)/([0-9]{1,5}(?:\\.[0-9]{1,6})?)");
    private static final long MILLION = 1_000_000;

    /**
     * Reads {@code name=input/output}, prices in dollars for a million tokens, as {@code gpt-4.1-mini=0.40/1.60}.
     *
     * @throws IllegalArgumentException saying what is wrong with the value
     */
    public static PricedModel valueOf(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' must look like gpt-4.1-mini=0.40/1.60: a model's name, then dollars for a"
                            + " million input tokens and for a million output tokens, with at most six decimals");
        }
        return new PricedModel(matcher.group(1), micros(matcher.group(2)), micros(matcher.group(3)));
    }

    /** What these tokens cost, in micro-dollars, rounded up. */
    public long costMicros(Tokens tokens) {
        long millionths = Math.addExact(
                Math.multiplyExact(tokens.input(), inputMicrosPerMillion),
                Math.multiplyExact(tokens.output(), outputMicrosPerMillion));
        return Math.ceilDiv(millionths, MILLION);
    }

    private static long micros(String dollars) {
        return new BigDecimal(dollars)
                .movePointRight(6)
                .setScale(0, RoundingMode.UNNECESSARY)
                .longValueExact();
    }
}
