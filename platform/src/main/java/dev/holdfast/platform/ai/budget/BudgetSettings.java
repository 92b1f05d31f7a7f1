package dev.holdfast.platform.ai.budget;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What calls to paid models may cost. Days and months begin at midnight UTC; 0 is no limit; dollars have at most six decimals.
 *
 * @param userUsdPerDay dollars that one account may spend a day
 * @param userUsdPerMonth dollars that one account may spend a month
 * @param spaceUsdPerDay dollars that all members may spend together in one space a day
 * @param spaceUsdPerMonth dollars that all members may spend together in one space a month
 * @param userTokensPerDay tokens, in and out, that one account may use a day
 * @param userTokensPerMonth tokens, in and out, that one account may use a month
 * @param spaceTokensPerDay tokens, in and out, that all members may use together in one space a day
 * @param spaceTokensPerMonth tokens, in and out, that all members may use together in one space a month
 */
@ConfigurationProperties("holdfast.ai.budget")
public record BudgetSettings(
        @DefaultValue("0") BigDecimal userUsdPerDay,
        @DefaultValue("0") BigDecimal userUsdPerMonth,
        @DefaultValue("0") BigDecimal spaceUsdPerDay,
        @DefaultValue("0") BigDecimal spaceUsdPerMonth,
        @DefaultValue("0") long userTokensPerDay,
        @DefaultValue("0") long userTokensPerMonth,
        @DefaultValue("0") long spaceTokensPerDay,
        @DefaultValue("0") long spaceTokensPerMonth) {

    private static final long TOKENS_MAX = 1_000_000_000_000L;
    private static final BigDecimal USD_MAX = new BigDecimal(1_000_000);

    /** Refuses values out of range. */
    public BudgetSettings {
        money("user-usd-per-day", userUsdPerDay);
        money("user-usd-per-month", userUsdPerMonth);
        money("space-usd-per-day", spaceUsdPerDay);
        money("space-usd-per-month", spaceUsdPerMonth);
        tokens("user-tokens-per-day", userTokensPerDay);
        tokens("user-tokens-per-month", userTokensPerMonth);
        tokens("space-tokens-per-day", spaceTokensPerDay);
        tokens("space-tokens-per-month", spaceTokensPerMonth);
    }

    /** The limits of one row; 0 in either is no limit. */
    Amount limit(BudgetRow row) {
        boolean day = "day".equals(row.period());
        return "account".equals(row.scope())
                ? new Amount(micros(day ? userUsdPerDay : userUsdPerMonth), day ? userTokensPerDay : userTokensPerMonth)
                : new Amount(
                        micros(day ? spaceUsdPerDay : spaceUsdPerMonth), day ? spaceTokensPerDay : spaceTokensPerMonth);
    }

    private static long micros(BigDecimal dollars) {
        return dollars.movePointRight(6).setScale(0, RoundingMode.UNNECESSARY).longValueExact();
    }

    private static void money(String name, BigDecimal value) {
        if (value.signum() < 0
                || value.compareTo(USD_MAX) > 0
                || value.stripTrailingZeros().scale() > 6) {
            throw new IllegalArgumentException(
                    "holdfast.ai.budget." + name + " must be 0 to 1000000 dollars with at most six decimals: " + value);
        }
    }

    private static void tokens(String name, long value) {
        if (value < 0 || value > TOKENS_MAX) {
            throw new IllegalArgumentException(
                    "holdfast.ai.budget." + name + " must be 0 to " + TOKENS_MAX + ": " + value);
        }
    }
}
