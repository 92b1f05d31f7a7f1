package dev.holdfast.testkit.ai;

import com.sun.net.httpserver.HttpExchange;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI's chat completions (POST /v1/chat/completions), in the shapes of its API reference. */
public final class OpenAiServer extends ProviderServer {

    private static final Set<String> MODELS = Set.of("gpt-4.1-mini", "gpt-4.1", "gpt-4o-mini", "gpt-5-mini");

    @Override
    String version() {
        return "/v1";
    }

    @Override
    @Nullable
    Fault check(HttpExchange exchange, @Nullable JsonNode body) {
        if (!("/v1/chat/completions".equals(exchange.getRequestURI().getPath())
                && "POST".equals(exchange.getRequestMethod()))) {
            return new Fault(404, "invalid_request_error", "Invalid URL");
        }
        if (!("Bearer " + KEY).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return new Fault(401, "invalid_api_key", "Incorrect API key provided.");
        }
        if (body == null) {
            return null;
        }
        if (!body.path("model").isString()) {
            return new Fault(400, "invalid_request_error", "you must provide a model parameter");
        }
        String model = body.path("model").asString();
        if (!MODELS.contains(model)) {
            return new Fault(
                    404,
                    "model_not_found",
                    "The model `" + model + "` does not exist or you do not have access to it.");
        }
        JsonNode messages = body.path("messages");
        if (!messages.isArray() || messages.isEmpty()) {
            return new Fault(400, "invalid_request_error", "Invalid 'messages': empty array.");
        }
        for (JsonNode message : messages) {
            if (!Set.of("developer", "system", "user", "assistant")
                            .contains(message.path("role").asString(""))
                    || message.path("content").isMissingNode()) {
                return new Fault(400, "invalid_request_error", "Invalid value in 'messages'.");
            }
        }
        if (body.has("max_tokens") && model.startsWith("gpt-5")) {
            return new Fault(
                    400,
                    "unsupported_parameter",
                    "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.");
        }
        return null;
    }

    @Override
    boolean streams(HttpExchange exchange, JsonNode body) {
        return body.path("stream").asBoolean(false);
    }

    @Override
    String error(Fault fault) {
        ObjectNode document = object();
        boolean code = Set.of(
                        "invalid_api_key",
                        "model_not_found",
                        "insufficient_quota",
                        "context_length_exceeded",
                        "content_policy_violation",
                        "rate_limit_exceeded",
                        "unsupported_parameter")
                .contains(fault.type());
        document.putObject("error")
                .put("message", fault.message())
                .put("type", code ? "invalid_request_error" : fault.type())
                .put("param", (String) null)
                .put("code", code ? fault.type() : null);
        return document.toString();
    }

    @Override
    String usualType(int status) {
        return switch (status) {
            case 401 -> "invalid_api_key";
            case 404 -> "model_not_found";
            case 429 -> "rate_limit_exceeded";
            default -> status >= 500 ? "server_error" : "invalid_request_error";
        };
    }

    @Override
    String whole(String model, Behaviour.Answer what) {
        ObjectNode document = envelope("chat.completion", model);
        ObjectNode choice = document.putArray("choices").addObject();
        boolean declined = what.end() == Behaviour.End.DECLINED;
        choice.put("index", 0)
                .put("finish_reason", finish(what))
                .putObject("message")
                .put("role", "assistant")
                .put("content", declined ? null : what.text())
                .put("refusal", declined ? what.text() : null);
        usage(document, what);
        return document.toString();
    }

    @Override
    List<String> opening(String model, Behaviour.Answer what) {
        ObjectNode document = chunk(model);
        delta(document).put("role", "assistant").put("content", "").put("refusal", (String) null);
        return List.of("data: " + document);
    }

    @Override
    String piece(String model, String text) {
        ObjectNode document = chunk(model);
        delta(document).put("content", text);
        return "data: " + document;
    }

    @Override
    List<String> closing(String model, Behaviour.Answer what) {
        ObjectNode last = chunk(model);
        ObjectNode delta = delta(last);
        if (what.end() == Behaviour.End.DECLINED) {
            delta.put("refusal", "I'm sorry, I can't help with that.");
        }
        ((ObjectNode) last.path("choices").path(0)).put("finish_reason", finish(what));
        ObjectNode usage = chunk(model);
        usage.putArray("choices");
        usage(usage, what);
        return List.of("data: " + last, "data: " + usage, "data: [DONE]");
    }

    @Override
    String errorInside() {
        return "data: "
                + error(new Fault(503, "server_error", "The server had an error while processing your request."));
    }

    private static ObjectNode envelope(String object, String model) {
        return object().put("id", "chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT")
                .put("object", object)
                .put("created", 1741569952)
                .put("model", model + "-2025-04-14")
                .put("service_tier", "default");
    }

    private static ObjectNode chunk(String model) {
        ObjectNode document = envelope("chat.completion.chunk", model);
        document.put("usage", (String) null);
        return document;
    }

    private static ObjectNode delta(ObjectNode document) {
        ObjectNode choice = document.putArray("choices").addObject().put("index", 0);
        choice.put("finish_reason", (String) null).put("logprobs", (String) null);
        return choice.putObject("delta");
    }

    private static String finish(Behaviour.Answer what) {
        return switch (what.end()) {
            case STOP, DECLINED -> "stop";
            case LENGTH -> "length";
            case FILTERED -> "content_filter";
        };
    }

    private static void usage(ObjectNode document, Behaviour.Answer what) {
        int completion = what.outputTokens() + what.hiddenTokens();
        ObjectNode usage = document.putObject("usage")
                .put("prompt_tokens", what.inputTokens())
                .put("completion_tokens", completion)
                .put("total_tokens", what.inputTokens() + completion);
        usage.putObject("prompt_tokens_details").put("cached_tokens", 0).put("audio_tokens", 0);
        usage.putObject("completion_tokens_details")
                .put("reasoning_tokens", what.hiddenTokens())
                .put("audio_tokens", 0);
    }
}
