package dev.holdfast.platform.ai.budget;

import dev.holdfast.platform.ai.PricedModel;
import dev.holdfast.platform.ai.Tokens;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A call that is about to be made.
 *
 * @param space whose budget it falls under beside the account's; null for none
 * @param provider who is asked
 * @param model what it costs
 * @param most the most tokens that it can use
 * @param timeLimit when it is over at the latest
 */
public record Spending(@Nullable UUID space, String provider, PricedModel model, Tokens most, Duration timeLimit) {

    Amount bound() {
        return new Amount(model.costMicros(most), most.total());
    }
}
