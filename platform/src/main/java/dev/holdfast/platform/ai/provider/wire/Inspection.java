package dev.holdfast.platform.ai.provider.wire;

import dev.holdfast.platform.ai.Failure;
import dev.holdfast.platform.ai.ModelException;
import dev.holdfast.platform.ai.Tokens;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads along for what the library passes over: errors sent with status 200, and a model that declines. */
public final class Inspection {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final String provider;
    private boolean declined;
    private boolean abandoned;

    Inspection(String provider) {
        this.provider = provider;
    }

    /** Whether the model said that it won't answer. */
    public boolean declined() {
        return declined;
    }

    /** Whether the reader of the stream closed it on purpose. */
    boolean abandoned() {
        return abandoned;
    }

    /** The reader of the stream wants no more. */
    public void abandon() {
        abandoned = true;
    }

    /** Looks at a whole answer. */
    void body(String body) {
        JsonNode root = read(body);
        if (root.path("error").isObject()) {
            throw ErrorAnswer.of(root.path("error")).ofStream(provider);
        }
        inspect(root);
        // The library throws on these two and takes the usage with it.
        if (root.path("choices").path(0).path("message").path("refusal").isString()) {
            JsonNode usage = root.path("usage");
            throw ModelException.spent(
                    Failure.REFUSED,
                    provider + " declined to answer",
                    new Tokens(
                            usage.path("prompt_tokens").asLong(0),
                            usage.path("completion_tokens").asLong(0)));
        }
    }

    /** Looks at one event of a stream. */
    void event(String data) {
        if ("[DONE]".equals(data.strip())) {
            return;
        }
        JsonNode root = read(data);
        if (root.path("error").isObject()) {
            throw ErrorAnswer.of(root.path("error")).ofStream(provider);
        }
        inspect(root);
    }

    private void inspect(JsonNode root) {
        if (root.path("promptFeedback").hasNonNull("blockReason")) {
            throw ModelException.spent(
                    Failure.REFUSED,
                    provider + " blocked the prompt",
                    new Tokens(
                            root.path("usageMetadata").path("promptTokenCount").asLong(0), 0));
        }
        declined |= "refusal".equals(root.path("stop_reason").asString(""))
                || "refusal".equals(root.path("delta").path("stop_reason").asString(""))
                || root.path("choices").path(0).path("delta").path("refusal").isString();
    }

    private JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JacksonException e) {
            throw ModelException.costUnknown(Failure.UNREADABLE, provider + " answered with something that isn't JSON");
        }
    }
}
