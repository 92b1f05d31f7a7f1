package dev.holdfast.platform.ai.provider.wire;

import dev.holdfast.platform.ai.Failure;
import dev.holdfast.platform.ai.ModelException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A provider's word for what went wrong. The three providers say it in different places, but never the same thing in the same place
 * with another meaning, so one reading serves them and every gateway in front of them:
 *
 * <ul>
 *   <li>OpenAI {@code {"error":{"message","type","param","code"}}}
 *   <li>Anthropic {@code {"type":"error","error":{"type","message"}}}
 *   <li>Gemini {@code {"error":{"code":429,"message","status","details":[{"reason"},{"retryDelay":"17s"}]}}}
 * </ul>
 *
 * @param words type, code, status and reasons, lower case
 * @param message lower case; read for a few cases that have no word of their own, and never shown
 * @param retryAfter the wait that the body asks for
 */
record ErrorAnswer(
        List<String> words, String message, @Nullable Duration retryAfter) {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern WORD = Pattern.compile("[a-z0-9_.-]{1,60}");
    private static final Pattern DELAY = Pattern.compile("([0-9]{1,6}(?:\\.[0-9]{1,9})?)s");

    private static final List<String> REFUSED =
            List.of("content_policy_violation", "content_filter", "prohibited_content");
    private static final List<String> CANNOT_PAY = List.of(
            "insufficient_quota", "billing_error", "billing_not_active", "api_key_invalid", "failed_precondition");
    private static final List<String> UNKNOWN_MODEL = List.of("model_not_found", "not_found_error", "not_found");

    /** Reads JSON that is an error, or anything else as an error without words. */
    static ErrorAnswer parse(String body) {
        try {
            return of(JSON.readTree(body).path("error"));
        } catch (JacksonException e) {
            return new ErrorAnswer(List.of(), "", null);
        }
    }

    /** Reads the object under {@code error}. */
    static ErrorAnswer of(JsonNode error) {
        List<String> words = new ArrayList<>();
        for (String field : List.of("code", "type", "status")) {
            add(words, error.path(field));
        }
        Duration retryAfter = null;
        for (JsonNode detail : error.path("details")) {
            add(words, detail.path("reason"));
            Matcher delay = DELAY.matcher(detail.path("retryDelay").asString(""));
            if (delay.matches()) {
                retryAfter = Duration.ofMillis(
                        new BigDecimal(delay.group(1)).movePointRight(3).longValue());
            }
        }
        return new ErrorAnswer(words, error.path("message").asString("").toLowerCase(Locale.ROOT), retryAfter);
    }

    /** What an answer with this HTTP status means; nothing was generated, so nothing is to be paid. */
    ModelException ofStatus(String provider, int status, @Nullable Duration header) {
        Failure failure = failure(status);
        return ModelException.free(
                failure, provider + " answered " + status + said(), header == null ? retryAfter : header);
    }

    /** What an error in the middle of a stream means; how much was generated until then is unknown. */
    ModelException ofStream(String provider) {
        Failure failure = failure(status());
        return ModelException.costUnknown(failure, provider + " broke off its answer" + said());
    }

    private Failure failure(int status) {
        if (any(REFUSED)) {
            return Failure.REFUSED;
        }
        if (any(CANNOT_PAY) || message.contains("credit balance is too low")) {
            return Failure.AUTHENTICATION;
        }
        if (words.contains("context_length_exceeded")
                || message.contains("prompt is too long")
                || message.contains("exceeds the maximum number of tokens")) {
            return Failure.TOO_LONG;
        }
        if (any(UNKNOWN_MODEL)) {
            return Failure.UNKNOWN_MODEL;
        }
        return switch (status) {
            case 401, 402, 403 -> Failure.AUTHENTICATION;
            case 404 -> Failure.UNKNOWN_MODEL;
            case 408, 504 -> Failure.TIMEOUT;
            case 413 -> Failure.TOO_LONG;
            case 429 -> Failure.RATE_LIMITED;
            default -> status >= 500 ? Failure.UNAVAILABLE : status >= 400 ? Failure.REJECTED : Failure.UNREADABLE;
        };
    }

    /** The status that an error inside a stream stands for, by its words. */
    private int status() {
        if (any(List.of("rate_limit_error", "rate_limit_exceeded", "resource_exhausted", "429"))) {
            return 429;
        }
        if (any(List.of("invalid_request_error", "invalid_argument", "400"))) {
            return 400;
        }
        if (any(List.of(
                "authentication_error", "permission_error", "permission_denied", "unauthenticated", "401", "403"))) {
            return 401;
        }
        return any(List.of("timeout_error", "deadline_exceeded", "504")) ? 504 : 503;
    }

    private String said() {
        return words.isEmpty() ? "" : " (" + String.join(", ", words) + ")";
    }

    private boolean any(List<String> wanted) {
        return words.stream().anyMatch(wanted::contains);
    }

    /** Only what is plainly a code is kept: gateways are known to put whole sentences, prompts among them, into these places. */
    private static void add(List<String> words, JsonNode node) {
        String word = node.isValueNode() && !node.isNull() ? node.asString("").toLowerCase(Locale.ROOT) : "";
        if (WORD.matcher(word).matches() && !words.contains(word)) {
            words.add(word);
        }
    }
}
