package dev.holdfast.platform.ai;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How questions are put to models of language.
 *
 * @param provider who answers when a request names nobody: local, openai, anthropic or gemini
 * @param fallback who is asked in turn when the first can't answer; documents then go to them too, so it is empty by default
 * @param attempts how often one provider is asked for one answer, 1 to 10
 * @param backoff the wait before the second attempt, doubled before each further one; a provider's Retry-After overrides it
 * @param totalTime for a whole answer, all attempts and waits included
 * @param maxOutputTokens where an answer is cut, unless the request says less
 */
@ConfigurationProperties("holdfast.ai")
public record AiSettings(
        @DefaultValue("local") String provider,
        @DefaultValue List<String> fallback,
        @DefaultValue("3") int attempts,
        @DefaultValue("500ms") Duration backoff,
        @DefaultValue("2m") Duration totalTime,
        @DefaultValue("2048") int maxOutputTokens) {

    /** The names of all providers. */
    public static final List<String> PROVIDERS = List.of("local", "openai", "anthropic", "gemini");

    /** Refuses values out of range. */
    public AiSettings {
        fallback = List.copyOf(fallback);
        check("provider", PROVIDERS.contains(provider), "must be one of " + String.join(", ", PROVIDERS), provider);
        check("fallback", PROVIDERS.containsAll(fallback), "must hold only " + String.join(", ", PROVIDERS), fallback);
        check("attempts", attempts >= 1 && attempts <= 10, "must be 1 to 10", attempts);
        check(
                "backoff",
                !backoff.isNegative() && backoff.compareTo(Duration.ofMinutes(1)) <= 0,
                "must be 0 to 1m",
                backoff);
        boolean total =
                totalTime.compareTo(Duration.ofMillis(100)) >= 0 && totalTime.compareTo(Duration.ofMinutes(30)) <= 0;
        check("total-time", total, "must be 100ms to 30m", totalTime);
        boolean tokens = maxOutputTokens >= 16 && maxOutputTokens <= Options.MAX_OUTPUT_TOKENS;
        check("max-output-tokens", tokens, "must be 16 to " + Options.MAX_OUTPUT_TOKENS, maxOutputTokens);
    }

    private static void check(String name, boolean right, String rule, Object value) {
        if (!right) {
            throw new IllegalArgumentException("holdfast.ai." + name + " " + rule + ": " + value);
        }
    }
}
