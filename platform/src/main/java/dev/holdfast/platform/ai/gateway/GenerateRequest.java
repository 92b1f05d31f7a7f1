package dev.holdfast.platform.ai.gateway;

import dev.holdfast.platform.ai.Prompt.Document;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a person asks.
 *
 * @param provider local, openai, anthropic or gemini; null for the one in the settings
 * @param model one of the provider's; null for its default
 * @param prompt 1 to 20,000 characters
 * @param context documents that the caller has checked the person may read; at most 20 and 200,000 bytes together
 * @param spaceId whose budget pays beside the person's own; null for none
 * @param maxOutputTokens where the answer is cut; null for the limit in the settings, which it can't pass
 */
public record GenerateRequest(
        @Nullable String provider,
        @Nullable String model,
        String prompt,
        List<Document> context,
        @Nullable UUID spaceId,
        @Nullable Integer maxOutputTokens) {

    /** Characters of a prompt, at most. */
    public static final int PROMPT_LENGTH_MAX = 20_000;
    /** Documents in one request, at most. */
    public static final int DOCUMENTS_MAX = 20;
    /** Bytes of all documents of a request in UTF-8, at most. */
    public static final long DOCUMENTS_BYTES_MAX = 200_000;

    /** Keeps its own copy of the list. */
    public GenerateRequest {
        context = List.copyOf(context);
    }

    @Override
    public String toString() {
        return "GenerateRequest[provider=" + provider + ", model=" + model + ", " + context.size() + " documents]";
    }
}
