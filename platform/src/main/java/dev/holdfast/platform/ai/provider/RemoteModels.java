package dev.holdfast.platform.ai.provider;

import dev.holdfast.platform.ai.TextModel;
import dev.holdfast.platform.ai.provider.wire.HttpSettings;
import dev.holdfast.platform.ai.provider.wire.Wire;

/** Makes the models of the three providers over shared connections. To be closed once, when no call is under way. */
public final class RemoteModels implements AutoCloseable {

    private final Wire wire;

    /** Opens nothing yet but the thread that watches the time. */
    public RemoteModels(HttpSettings settings) {
        this.wire = Wire.open(settings);
    }

    /** OpenAI's models. */
    public TextModel openAi(OpenAiSettings settings) {
        return new RemoteModel("openai", new OpenAiDialect(settings), wire);
    }

    /** Anthropic's models. */
    public TextModel anthropic(AnthropicSettings settings) {
        return new RemoteModel("anthropic", new AnthropicDialect(settings), wire);
    }

    /** Google's Gemini models. */
    public TextModel gemini(GeminiSettings settings) {
        return new RemoteModel("gemini", new GeminiDialect(settings), wire);
    }

    @Override
    public void close() {
        wire.close();
    }
}
