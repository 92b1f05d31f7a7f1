package dev.holdfast.platform.ai.gateway;

import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.ai.PricedModel;
import dev.holdfast.platform.ai.TextModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who can be asked, as the settings have it.
 *
 * @param textModel how it is asked
 * @param available whether it can be asked at all: paid ones need a key
 * @param paid whether budgets are held against it
 * @param defaultModel the name of the model when a request names none
 * @param models those that may be used
 */
public record Provider(
        TextModel textModel, boolean available, boolean paid, String defaultModel, List<PricedModel> models) {

    /** The name in requests and settings. */
    public String name() {
        return textModel.provider();
    }

    /** The model to ask. Throws INVALID if it isn't one that may be used. */
    PricedModel choose(@Nullable String wanted) {
        String name = wanted == null ? defaultModel : wanted;
        return models.stream()
                .filter(model -> model.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Problem.invalid(
                        "model",
                        "must be one of "
                                + String.join(
                                        ", ",
                                        models.stream().map(PricedModel::name).toList()) + " with " + name()));
    }

    Problem unavailable() {
        return new Problem(Code.AI_UNAVAILABLE, "This server has no key for " + name() + ".");
    }
}
