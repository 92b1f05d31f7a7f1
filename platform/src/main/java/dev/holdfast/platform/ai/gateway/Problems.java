package dev.holdfast.platform.ai.gateway;

import dev.holdfast.platform.Code;
import dev.holdfast.platform.Problem;
import dev.holdfast.platform.ai.ModelException;
import java.time.Duration;

/** What a model's failure is to the person who asked. */
final class Problems {

    private Problems() {}

    static Problem of(String provider, ModelException e) {
        return switch (e.failure()) {
            case UNKNOWN_MODEL ->
                Problem.invalid("model", "isn't known to " + provider + ", or its key may not use it");
            case TOO_LONG -> Problem.invalid("prompt", "is longer with its documents than the model takes");
            case REFUSED -> new Problem(Code.CONTENT_REFUSED, provider + " declined to answer this.");
            case AUTHENTICATION ->
                new Problem(
                        Code.PROVIDER_FAILED,
                        provider + " doesn't accept this server's key, or the account behind it can't pay.");
            case REJECTED, UNREADABLE, CUT_OFF ->
                new Problem(Code.PROVIDER_FAILED, provider + " gave no answer that could be used.");
            case RATE_LIMITED ->
                later(e, new Problem(Code.AI_UNAVAILABLE, provider + " wants fewer requests from this server."));
            case UNAVAILABLE ->
                later(e, new Problem(Code.AI_UNAVAILABLE, provider + " is overloaded or can't be reached."));
            case TIMEOUT -> new Problem(Code.PROVIDER_TIMEOUT, provider + " gave no whole answer in time.");
        };
    }

    private static Problem later(ModelException e, Problem problem) {
        Duration wait = e.retryAfter() == null ? Duration.ofSeconds(10) : e.retryAfter();
        return problem.withHeader("Retry-After", Long.toString(Math.max(1, Math.ceilDiv(wait.toMillis(), 1000L))));
    }
}
